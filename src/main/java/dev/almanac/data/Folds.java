package dev.almanac.data;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SplitSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Splits training rows into cross-validation folds. Depends on the content of the rows and the seed
 * only.
 */
public final class Folds {
  /**
   * Makes the draw independent of the job's split, or validation would select rows by the same draw
   * as the holdout.
   */
  private static final long SALT = 0x666f6c6473L;

  /** Prevents that the rounding of a share such as 1/3 moves the cut by an instant. */
  private static final double ROUNDING = 2e-9;

  private Folds() {}

  /**
   * Creates the folds.
   *
   * @param split the job's split of training and holdout
   * @return training and validation rows of each fold; with K folds each row is in one validation
   *     part
   * @throws AlmanacException BAD_SPLIT if a part is empty
   */
  public static List<Splitter.Parts> of(
      Dataset<Row> train, FoldSpec folds, SplitSpec split, long seed) {
    if (folds instanceof FoldSpec.Holdout holdout) {
      return List.of(Splitter.split(train, Splitter.again(split, holdout.share()), seed ^ SALT));
    }
    if (folds instanceof FoldSpec.TimeFolds time) {
      return slices(train, time.folds(), split);
    }
    return drawn(train, ((FoldSpec.KFold) folds).folds(), split, seed ^ SALT);
  }

  private static List<Splitter.Parts> drawn(
      Dataset<Row> train, int folds, SplitSpec split, long seed) {
    Column fold = pmod(Splitter.draw(train.schema(), split, seed), lit((long) folds));
    List<Splitter.Parts> parts = new ArrayList<>();
    for (long i = 0; i < folds; i++) {
      parts.add(checked(Splitter.Parts.of(train, fold.equalTo(lit(i))), folds));
    }
    return parts;
  }

  /**
   * Time slices of equally many rows, cut between instants: each fold trains on the earlier slices
   * and validates on the next one.
   */
  private static List<Splitter.Parts> slices(Dataset<Row> train, int folds, SplitSpec split) {
    String column =
        Splitter.timeColumn(split)
            .orElseThrow(() -> new IllegalArgumentException("time folds need a split by time"));
    List<Splitter.Parts> parts = new ArrayList<>();
    Dataset<Row> rest = train;
    for (int i = folds; i >= 1; i--) {
      // Validates on the newest of the i + 1 remaining slices and trains on those before it.
      SplitSpec newest = new SplitSpec.ByTime(column, Optional.empty(), 1.0 / (i + 1) + ROUNDING);
      Splitter.Parts pair = Splitter.split(rest, newest, 0);
      parts.add(0, pair);
      rest = pair.train();
    }
    return parts;
  }

  private static Splitter.Parts checked(Splitter.Parts parts, int folds) {
    if (parts.isOneEmpty()) {
      throw new AlmanacException(
          ErrorCode.BAD_SPLIT,
          String.format(
              Locale.ROOT,
              "%d folds leave one without rows.\n"
                  + "Use fewer folds in train.search.validation, or more rows.",
              folds));
    }
    return parts;
  }
}
