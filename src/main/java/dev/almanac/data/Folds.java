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
 * Parts the rows that a model is trained on once more, so that tries can be compared without the
 * holdout. Depends on the rows' content and the seed alone.
 */
public final class Folds {
  /** Another draw than the split's, or validation would take what the holdout would. */
  private static final long SALT = 0x666f6c6473L;

  /** A third rounded down must not move the cut by an instant. */
  private static final double ROUNDING = 2e-9;

  private Folds() {}

  /**
   * Parts them.
   *
   * @param split how the job parts holdout and training
   * @return one pair a fold: rows to learn from, rows to judge by; of K folds every row judges once
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
   * Slices of equally many rows along the time, cut between instants: the first slices teach, the
   * next one judges.
   */
  private static List<Splitter.Parts> slices(Dataset<Row> train, int folds, SplitSpec split) {
    String column =
        Splitter.timeColumn(split)
            .orElseThrow(() -> new IllegalArgumentException("time folds need a split by time"));
    List<Splitter.Parts> parts = new ArrayList<>();
    Dataset<Row> rest = train;
    for (int i = folds; i >= 1; i--) {
      // The newest of i + 1 slices of what is left judges; what is before it teaches.
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
