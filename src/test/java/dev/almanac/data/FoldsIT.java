package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FoldsIT {
  private static final SplitSpec BY_DAY = new SplitSpec.ByTime("day", Optional.empty(), 0.2);
  private static final SplitSpec BY_CUSTOMER = new SplitSpec.ByKey("customer", 0.2);

  private final Dataset<Row> rows =
      TestSpark.session()
          .range(60)
          .selectExpr(
              "id",
              "date_add(date'2026-01-01', cast(id div 5 as int)) as day",
              "concat('c', id % 20) as customer")
          .coalesce(1);

  @Test
  void judgesEachRowOnce() {
    List<Long> judged = new ArrayList<>();
    for (Splitter.Parts parts : folds(new FoldSpec.KFold(3), new SplitSpec.Random(0.2))) {
      assertThat(ids(parts.train())).doesNotContainAnyElementsOf(ids(parts.holdout()));
      assertThat(ids(parts.train())).hasSize(60 - ids(parts.holdout()).size());
      judged.addAll(ids(parts.holdout()));
    }
    assertThat(judged)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 60).boxed().toList());
  }

  @Test
  void keepsTheRowsOfAKeyInOneFold() {
    List<Splitter.Parts> folds = folds(new FoldSpec.KFold(3), BY_CUSTOMER);
    folds.addAll(folds(new FoldSpec.Holdout(0.3), BY_CUSTOMER));
    assertThat(folds)
        .hasSize(4)
        .allSatisfy(
            parts -> assertThat(parts.train().join(parts.holdout(), "customer").count()).isZero());
  }

  @Test
  void teachesWithThePastOnly() {
    List<Splitter.Parts> folds = folds(new FoldSpec.TimeFolds(3), BY_DAY);

    // Twelve days of five rows: four slices of three days.
    assertThat(folds).hasSize(3);
    for (int i = 0; i < 3; i++) {
      int learnt = 15 * (i + 1);
      assertThat(ids(folds.get(i).train())).hasSize(learnt).allMatch(below(learnt));
      assertThat(ids(folds.get(i).holdout())).hasSize(15).noneMatch(below(learnt));
    }
    assertThat(ids(folds(new FoldSpec.Holdout(0.25), BY_DAY).get(0).holdout()))
        .hasSize(15)
        .noneMatch(below(45));
  }

  @Test
  void refusesMoreFoldsThanInstants() {
    assertThatThrownBy(() -> folds(new FoldSpec.TimeFolds(20), BY_DAY))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SPLIT));
  }

  private List<Splitter.Parts> folds(FoldSpec folds, SplitSpec split) {
    return new ArrayList<>(Folds.of(rows, folds, split, 1));
  }

  private static Predicate<Long> below(long end) {
    return id -> id < end;
  }

  private static List<Long> ids(Dataset<Row> part) {
    return part.select("id").collectAsList().stream().map(row -> row.getLong(0)).sorted().toList();
  }
}
