package dev.almanac.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import dev.almanac.testing.TestSpark;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluatorIT {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final List<String> LABELS = List.of("no", "yes");

  /** Probabilities .9+ .8- .7+ .7- .2- .1+ (sign: actual), decided at 0.5. */
  private static final String BINARY =
      "select * from values ('yes', 'yes', 0.9D), ('no', 'yes', 0.8D), ('yes', 'yes', 0.7D),"
          + " ('no', 'yes', 0.7D), ('no', 'no', 0.2D), ('yes', 'no', 0.1D)"
          + " as t(truth, decision, probability)";

  @Test
  void measuresABinaryTaskAsByHand() {
    Evaluation evaluation = binary(BINARY);

    assertThat(evaluation.rows()).isEqualTo(6);
    assertThat(evaluation.confusion()).isEqualTo(List.of(List.of(1L, 2L), List.of(1L, 2L)));
    // Pairs won: .9 beats 3, .7 beats one and ties one, .1 beats none.
    assertThat(value(evaluation, Metric.AUC)).isCloseTo(4.5 / 9, EXACT);
    // A third of recall at .9 (1 of 1), .7 (2 of 4) and .1 (3 of 6).
    assertThat(value(evaluation, Metric.PR_AUC)).isCloseTo((1 + 0.5 + 0.5) / 3, EXACT);
    assertThat(value(evaluation, Metric.LOG_LOSS))
        .isCloseTo(
            -(Math.log(.9)
                    + Math.log(1 - .8)
                    + Math.log(.7)
                    + Math.log(1 - .7)
                    + Math.log(.8)
                    + Math.log(.1))
                / 6,
            EXACT);
    assertThat(value(evaluation, Metric.BRIER))
        .isCloseTo((.01 + .64 + .09 + .49 + .04 + .81) / 6, EXACT);
    // Bins: .1 (one row, yes), .2 (no), .7 (yes and no), .8 (no), .9 (yes).
    assertThat(value(evaluation, Metric.CALIBRATION_ERROR))
        .isCloseTo((.9 + .2 + .4 + .8 + .1) / 6, EXACT);
    assertThat(value(evaluation, Metric.ACCURACY)).isCloseTo(0.5, EXACT);
    assertThat(value(evaluation, Metric.PRECISION)).isCloseTo(0.5, EXACT);
    assertThat(value(evaluation, Metric.RECALL)).isCloseTo(2.0 / 3, EXACT);
    assertThat(value(evaluation, Metric.F1)).isCloseTo(4.0 / 7, EXACT);
    assertThat(evaluation.metrics().keySet())
        .containsExactlyInAnyOrderElementsOf(Metric.of(TaskType.BINARY));
  }

  @Test
  void leavesOutWhatOneClassCannotReport() {
    Evaluation evaluation =
        binary(
            "select * from values ('no', 'no', 0.0D), ('no', 'no', 0.25D)"
                + " as t(truth, decision, probability)");

    assertThat(evaluation.metrics().keySet())
        .containsExactlyInAnyOrder(
            Metric.LOG_LOSS,
            Metric.BRIER,
            Metric.CALIBRATION_ERROR,
            Metric.COVERAGE,
            Metric.ACCURACY);
    assertThat(value(evaluation, Metric.ACCURACY)).isEqualTo(1);
  }

  @Test
  void countsWhereTheDecisionAbstainsApart() {
    Evaluation evaluation =
        binary(
            "select * from values ('yes', 'yes', 0.9D), ('no', null, 0.55D), ('no', 'no', 0.1D),"
                + " ('yes', null, 0.5D) as t(truth, decision, probability)");

    assertThat(evaluation.rows()).isEqualTo(4);
    assertThat(value(evaluation, Metric.COVERAGE)).isEqualTo(0.5);
    assertThat(value(evaluation, Metric.ACCURACY)).isEqualTo(1);
    assertThat(value(evaluation, Metric.AUC)).isEqualTo(0.75);
    assertThat(evaluation.confusion()).isEqualTo(List.of(List.of(1L, 0L), List.of(0L, 1L)));
  }

  @Test
  void clipsTheLossOfACertainMistake() {
    Evaluation evaluation =
        binary("select * from values ('yes', 'no', 0.0D) as t(truth, decision, probability)");

    assertThat(value(evaluation, Metric.LOG_LOSS)).isCloseTo(-Math.log(1e-15), EXACT);
  }

  @Test
  void measuresAMulticlassTaskAsByHand() {
    Evaluation evaluation =
        Evaluator.evaluate(
            TestSpark.session()
                .sql(
                    "select *, map('a', pa, 'b', pb, 'c', 1 - pa - pb) as probabilities from values"
                        + " ('a', 'a', 0.5D, 0.25D), ('a', 'b', 0.25D, 0.5D), ('b', 'b', 0.25D, 0.5D)"
                        + " as t(truth, decision, pa, pb)"),
            TaskType.MULTICLASS,
            "truth",
            List.of("a", "b", "c"),
            "");

    assertThat(evaluation.confusion())
        .isEqualTo(List.of(List.of(1L, 1L, 0L), List.of(0L, 1L, 0L), List.of(0L, 0L, 0L)));
    assertThat(value(evaluation, Metric.ACCURACY)).isCloseTo(2.0 / 3, EXACT);
    assertThat(value(evaluation, Metric.LOG_LOSS))
        .isCloseTo(-(Math.log(.5) + Math.log(.25) + Math.log(.5)) / 3, EXACT);
    // F1 of a is 2/3, of b 2/3; c neither occurs nor is decided.
    assertThat(value(evaluation, Metric.MACRO_F1)).isCloseTo(2.0 / 3, EXACT);
    assertThat(value(evaluation, Metric.WEIGHTED_F1)).isCloseTo(2.0 / 3, EXACT);
  }

  @Test
  void measuresARegressionAsByHand() {
    Evaluation evaluation = regression("values (1D, 2D), (2D, 2D), (3D, 5D), (null, 9D)");

    assertThat(evaluation.rows()).isEqualTo(3);
    assertThat(value(evaluation, Metric.RMSE)).isCloseTo(Math.sqrt(5.0 / 3), EXACT);
    assertThat(value(evaluation, Metric.MAE)).isCloseTo(1, EXACT);
    assertThat(value(evaluation, Metric.BIAS)).isCloseTo(1, EXACT);
    assertThat(value(evaluation, Metric.R2)).isCloseTo(1 - 5.0 / 2, EXACT);
  }

  @Test
  void hasNoR2WhereTheTruthDoesNotVary() {
    assertThat(regression("values (1D, 2D), (1D, 1D)").metric(Metric.R2)).isEmpty();
  }

  @Test
  void refusesAnEmptyHoldout() {
    assertThatThrownBy(() -> regression("values (cast(null as double), 2D)"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EMPTY_DATASET))
        .hasMessageContaining("no holdout row with both a forecast and an actual 'truth'");
  }

  @Test
  void refusesALabelTheModelDoesNotKnow() {
    assertThatThrownBy(
            () ->
                binary(
                    "select * from values ('maybe', 'no', 0.1D) as t(truth, decision, probability)"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_LABEL))
        .hasMessageContaining("'maybe'")
        .hasMessageContaining("no, yes");
  }

  private static Evaluation binary(String query) {
    return Evaluator.evaluate(
        TestSpark.session().sql(query), TaskType.BINARY, "truth", LABELS, "yes");
  }

  private static Evaluation regression(String values) {
    return Evaluator.evaluate(
        TestSpark.session().sql("select * from " + values + " as t(truth, prediction)"),
        TaskType.REGRESSION,
        "truth",
        List.of(),
        "");
  }

  private static double value(Evaluation evaluation, Metric metric) {
    return evaluation.metric(metric).orElseThrow();
  }
}
