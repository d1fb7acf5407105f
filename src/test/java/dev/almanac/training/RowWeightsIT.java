package dev.almanac.training;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RowWeightsIT {
  private static final SplitSpec REPORTED = new SplitSpec.ByColumn("part", Set.of("test"));

  /** A third of the rows says yes, whatever u is; the copies come without an id. */
  private final Dataset<Row> rows =
      ModelFixture.rows(300)
          .selectExpr(
              "id",
              "coalesce(x, 0D) / 10 as u",
              "if(id % 3 = 0, 'yes', 'no') as late",
              "if(id < 60, 'test', 'train') as part",
              "case when id = 100 then null when id = 101 then 0 when id = 102 then -1"
                  + " when id = 103 then double('NaN') else 1 + id % 2 end as counts")
          .localCheckpoint();

  @Test
  void countsARowAsOftenAsItsWeightSays() {
    Dataset<Row> usable = rows.filter("counts in (1, 2)");
    Dataset<Row> twice = usable.unionAll(usable.filter("counts = 2"));
    Map<String, Double> classes = Map.of("yes", 2.0);

    double[] weighed =
        fitted(
            usable, spec(new WeightSpec(Optional.of("counts"), classes, false, Optional.empty())));
    double[] repeated = fitted(twice.unionAll(twice.filter("late = 'yes'")), spec(WeightSpec.NONE));

    assertThat(weighed).containsExactly(repeated, within(1e-6));
    assertThat(weighed[1]).isNotCloseTo(fitted(usable, spec(WeightSpec.NONE))[1], within(0.1));
  }

  @Test
  void balancesLabels() {
    // Twice as many say no: with a yes for each no, what is left is u, which says little.
    WeightSpec balanced = new WeightSpec(Optional.empty(), Map.of(), true, Optional.empty());
    WeightSpec named =
        new WeightSpec(Optional.empty(), Map.of("no", 0.75, "yes", 1.5), false, Optional.empty());

    assertThat(fitted(rows, spec(balanced)))
        .containsExactly(fitted(rows, spec(named)), within(1e-9));
  }

  @Test
  void leavesOutRowsWithoutAWeightAndCountsThem() {
    WeightSpec counts = new WeightSpec(Optional.of("counts"), Map.of(), false, Optional.empty());
    try (TrainedModel model = new Trainer().train(rows, spec(counts), Progress.SILENT)) {
      assertThat(model.droppedRows())
          .isEqualTo(
              Map.of(
                  "MISSING_VALUE counts", 1L,
                  "NOT_A_NUMBER counts", 1L,
                  "WEIGHT_NOT_ABOVE_0 counts", 2L));
      assertThat(model.holdout().columns()).doesNotContain(SampleWeights.WEIGHT);
    }
  }

  @Test
  void weighsRowsOfXgboost() {
    Dataset<Row> weighed = rows.withColumn("counts", expr("if(late = 'yes', 6D, 1D)"));
    WeightSpec classes =
        new WeightSpec(Optional.empty(), Map.of("yes", 6.0), false, Optional.empty());
    WeightSpec column = new WeightSpec(Optional.of("counts"), Map.of(), false, Optional.empty());

    // u says nothing, so what is forecast is the share of yes: 1 of 3, or 6 of 8 by weight.
    assertThat(shareOfYes(weighed, WeightSpec.NONE)).isCloseTo(1 / 3.0, within(0.07));
    assertThat(shareOfYes(weighed, column)).isCloseTo(6 / 8.0, within(0.07));
    assertThat(shareOfYes(weighed, classes)).isCloseTo(shareOfYes(weighed, column), within(1e-6));
  }

  private static double shareOfYes(Dataset<Row> rows, WeightSpec weights) {
    TrainSpec spec =
        TrainSpecs.like(
                ModelFixture.spec(
                    Algorithm.XGBOOST,
                    TaskType.BINARY,
                    Map.of("num-round", 20, "max-depth", 1),
                    List.of(new FeatureSpec.Numeric("u", MissingPolicy.MEAN, 0))))
            .split(REPORTED)
            .weights(weights)
            .made();
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      int yes = model.signature().positiveIndex();
      return model.pipeline().transform(model.holdout()).collectAsList().stream()
          .mapToDouble(row -> row.<Vector>getAs(ModelColumns.PROBABILITY).apply(yes))
          .average()
          .orElseThrow();
    }
  }

  @Test
  void refusesALabelThatIsNone() {
    WeightSpec wrong = new WeightSpec(Optional.empty(), Map.of("y", 2.0), false, Optional.empty());
    assertThatThrownBy(() -> fitted(rows, spec(wrong)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_LABEL))
        .hasMessageContaining("weighs the label 'y', and the labels are 'no', 'yes'");
  }

  private static double[] fitted(Dataset<Row> rows, TrainSpec spec) {
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      var stages = model.pipeline().stages();
      LogisticRegressionModel fit = (LogisticRegressionModel) stages[stages.length - 1];
      return new double[] {fit.coefficients().apply(0), fit.intercept()};
    }
  }

  private static TrainSpec spec(WeightSpec weights) {
    TrainSpec usual =
        ModelFixture.spec(
            Algorithm.LOGISTIC_REGRESSION,
            TaskType.BINARY,
            Map.of("tol", 1e-12, "max-iter", 200),
            List.of(new FeatureSpec.Numeric("u", MissingPolicy.MEAN, 0)));
    return TrainSpecs.like(usual).split(REPORTED).weights(weights).made();
  }
}
