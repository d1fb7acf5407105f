package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.testing.TestSpark;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SplitterIT {
  private final Dataset<Row> rows =
      TestSpark.session()
          .range(100)
          .selectExpr(
              "id",
              "date_add(date'2026-01-01', cast(id div 10 as int)) as day",
              "timestamp'2026-01-01 00:00:00' + make_interval(0, 0, 0, 0, cast(id as int)) as hour");

  @Test
  void partsAtADateInUtc() {
    Splitter.Parts byDay = split(byTime("day", LocalDate.of(2026, 1, 8)));
    assertThat(ids(byDay.holdout())).hasSize(30).allMatch(id -> id >= 70);
    assertThat(ids(byDay.train())).hasSize(70);

    Splitter.Parts byHour = split(byTime("hour", LocalDate.of(2026, 1, 2)));
    assertThat(ids(byHour.holdout())).hasSize(76).allMatch(id -> id >= 24);
  }

  @Test
  void neverPartsRowsOfOneInstant() {
    Splitter.Parts parts = split(new SplitSpec.ByTime("day", Optional.empty(), 0.25));

    // The 75th row is in the middle of the eighth day, which is learnt from as a whole.
    assertThat(ids(parts.train())).hasSize(80);
    assertThat(ids(parts.holdout())).hasSize(20).allMatch(id -> id >= 80);
  }

  @Test
  void keepsTheLastInstantOutIfItAloneIsMoreThanTheShare() {
    assertThat(ids(split(new SplitSpec.ByTime("day", Optional.empty(), 0.01)).holdout()))
        .hasSize(10);
  }

  @Test
  void drawsTheSameRowsWhateverTheirOrder() {
    SplitSpec random = new SplitSpec.Random(0.3);
    List<Long> drawn = ids(Splitter.split(rows, random, 1).holdout());

    assertThat(
            ids(
                Splitter.split(rows.orderBy(rows.col("id").desc()).repartition(7), random, 1)
                    .holdout()))
        .isEqualTo(drawn);
    assertThat(ids(Splitter.split(rows, random, 2).holdout())).isNotEqualTo(drawn);
    assertThat(drawn)
        .hasSizeBetween(15, 45)
        .doesNotContainAnyElementsOf(ids(Splitter.split(rows, random, 1).train()));
  }

  @Test
  void keepsTheRowsOfAKeyTogether() {
    Dataset<Row> keyed =
        rows.selectExpr("id", "if(id = 99, null, concat('c', id % 30)) as customer");
    SplitSpec byKey = new SplitSpec.ByKey("customer", 0.3);
    Splitter.Parts parts = Splitter.split(keyed, byKey, 1);

    List<Long> train = ids(parts.train());
    List<Long> holdout = ids(parts.holdout());
    assertThat(train).hasSizeBetween(40, 90).doesNotContainAnyElementsOf(holdout);
    assertThat(train.size() + holdout.size()).as("all but the row without a key").isEqualTo(99);
    assertThat(parts.train().join(parts.holdout(), "customer").count()).isZero();
    assertThat(ids(Splitter.split(keyed.repartition(5), byKey, 1).holdout())).isEqualTo(holdout);
    assertThat(ids(Splitter.split(keyed, byKey, 2).holdout())).isNotEqualTo(holdout);
  }

  @Test
  void holdsOutWhatTheRowsSay() {
    Dataset<Row> scored = rows.selectExpr("id", "if(id = 0, null, id % 4) as part");
    Splitter.Parts parts =
        Splitter.split(scored, new SplitSpec.ByColumn("part", Set.of("1", "3")), 1);

    assertThat(ids(parts.holdout())).hasSize(50).allMatch(id -> id % 2 == 1);
    assertThat(ids(parts.train())).hasSize(49).allMatch(id -> id % 2 == 0);
    assertThatThrownBy(
            () -> Splitter.split(scored, new SplitSpec.ByColumn("part", Set.of("test")), 1))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SPLIT))
        .hasMessageContaining(
            "leaves the holdout empty: the column's values are '0', '1', '2', '3'");
  }

  @Test
  void refusesASplitThatLeavesAPartEmpty() {
    assertThatThrownBy(() -> split(byTime("day", LocalDate.of(2027, 1, 1))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SPLIT))
        .hasMessageContaining("with from = 2027-01-01 leaves the holdout empty")
        .hasMessageContaining("from 2026-01-01 to 2026-01-10");
    assertThatThrownBy(() -> split(byTime("day", LocalDate.of(2025, 1, 1))))
        .hasMessageContaining("nothing to learn from");
  }

  @Test
  void refusesAColumnThatIsNoTime() {
    assertThatThrownBy(() -> split(byTime("id", LocalDate.of(2026, 1, 1))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_TYPE))
        .hasMessageContaining("'id' is BIGINT");
  }

  private Splitter.Parts split(SplitSpec spec) {
    return Splitter.split(rows, spec, 1);
  }

  private static SplitSpec byTime(String column, LocalDate from) {
    return new SplitSpec.ByTime(column, Optional.of(from), 0.2);
  }

  private static List<Long> ids(Dataset<Row> part) {
    return part.select("id").collectAsList().stream().map(row -> row.getLong(0)).sorted().toList();
  }
}
