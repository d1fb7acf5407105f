package dev.almanac.monitoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.Field;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.TaskType;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forecasts compared with forecasts, rows with profiles. */
@ExtendWith(Interpreted.class)
class ForecastDiffIT {
  @Test
  void countsFlipsAndNamesTheFurthest() {
    Dataset<Row> then = binary(200);
    Dataset<Row> now =
        then.withColumn(
                "probability", when(col("id").equalTo(7), 0.93).otherwise(col("probability")))
            .withColumn("decision", when(col("id").lt(20), "maybe").otherwise(col("decision")))
            .where("id >= 5")
            .union(then.where("id = 9").withColumn("id", lit(1_000L)));

    ForecastDelta movement =
        new ForecastDiff(TaskType.BINARY, then, now).keys(List.of("id"), 1, 0.5, 3);

    assertThat(movement.keys()).as("those in both").isEqualTo(195);
    assertThat(movement.flips()).isEqualTo(15);
    assertThat(movement.far()).isEqualTo(1);
    assertThat(movement.furthest())
        .singleElement()
        .satisfies(
            mover -> {
              assertThat(mover.key()).isEqualTo("id=7");
              assertThat(mover.before()).isEqualTo("0.03500");
              assertThat(mover.now()).isEqualTo("0.9300");
              assertThat(mover.by()).isCloseTo(0.895, within(1e-12));
            });
    ForecastDelta some =
        new ForecastDiff(TaskType.BINARY, then, now).keys(List.of("id"), 4, 0.5, 3);
    assertThat(some.keys()).as("the same keys of either side").isBetween(25L, 75L);
  }

  @Test
  void measuresLabelsOfAllKindsAndNumbers() {
    Dataset<Row> then =
        TestSpark.session()
            .range(100)
            .selectExpr(
                "id",
                "'a' as prediction",
                "'a' as decision",
                "0.7 as probability",
                "map('a', 0.7D, 'b', 0.3D) as probabilities");
    Dataset<Row> now =
        then.withColumn(
            "probabilities", expr("if(id = 3, map('a', 0.1D, 'c', 0.9D), probabilities)"));
    ForecastDelta labels =
        new ForecastDiff(TaskType.MULTICLASS, then, now).keys(List.of("id"), 1, 0.5, 5);
    assertThat(labels.far()).isEqualTo(1);
    // |0.1 - 0.7| + |0.9 - 0| over the labels that are named now, halved
    assertThat(labels.furthest().get(0).by()).isCloseTo(0.75, within(1e-12));

    Dataset<Row> numbers =
        TestSpark.session().range(100).selectExpr("id", "cast(id as double) as prediction");
    Dataset<Row> higher = numbers.withColumn("prediction", col("prediction").plus(29.0));
    ForecastDiff moves = new ForecastDiff(TaskType.REGRESSION, numbers, higher);
    assertThat(moves.hasLabels()).isFalse();
    ForecastDelta moved = moves.keys(List.of("id"), 1, 0.5, 5);
    assertThat(moved.far()).as("29 is one deviation of 0 to 99").isEqualTo(100);
    assertThat(moved.furthest().get(0).by()).isCloseTo(29 / 29.011, within(1e-3));
  }

  @Test
  void comparesTheMeansOfSegments() {
    Dataset<Row> then = binary(200);
    Dataset<Row> now =
        then.withColumn(
            "probability",
            when(col("region").equalTo("north"), col("probability").plus(0.25))
                .otherwise(col("probability")));

    List<SegmentShift> shifts = new ForecastDiff(TaskType.BINARY, then, now).segments("region");

    assertThat(shifts).extracting(SegmentShift::segment).containsExactly("north", "south", "null");
    assertThat(shifts.get(0).by()).isCloseTo(0.25, within(1e-9));
    assertThat(shifts.get(1).by()).isZero();
    assertThat(shifts.get(2).rowsNow()).isEqualTo(20);
  }

  @Test
  void countsRowsInTheBinsOfAProfile() {
    Dataset<Row> table =
        TestSpark.session()
            .range(0, 1_000, 1, 3)
            .selectExpr(
                "if(id % 10 = 0, null, cast(id as double)) as x", "concat('l', id % 4) as level");
    List<FieldProfile> profiles =
        Distribution.of(
            table,
            1_000,
            List.of(Column.numeric("x"), new Column("level", Field.Kind.CATEGORICAL)));

    assertThat(Drift.of(profiles, table))
        .extracting(FieldDrift::psi)
        .allSatisfy(psi -> assertThat(psi).isCloseTo(0, within(1e-12)));
    List<FieldDrift> drifts =
        Drift.of(
            profiles,
            table
                .withColumn("x", when(col("x").lt(300), null).otherwise(col("x")))
                .withColumn("level", lit("l9")));
    assertThat(drifts.get(0).nulls()).isCloseTo(0.37, within(1e-9));
    assertThat(drifts.get(0).referenceNulls()).isCloseTo(0.1, within(1e-9));
    assertThat(drifts.get(0).psi()).isGreaterThan(1);
    assertThat(drifts.get(1).psi()).as("a level that training never saw").isGreaterThan(5);
    assertThat(Drift.recounted(profiles, table)).isEqualTo(profiles);
  }

  private static Dataset<Row> binary(int rows) {
    return TestSpark.session()
        .range(0, rows, 1, 2)
        .selectExpr(
            "id",
            "if(id % 10 = 0, null, if(id % 2 = 0, 'north', 'south')) as region",
            "'no' as prediction",
            "id * 0.005D as probability",
            "if(id % 3 = 0, 'yes', 'no') as decision");
  }
}
