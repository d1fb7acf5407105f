package dev.almanac.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.Evaluation;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Evaluation EVALUATION =
      new Evaluation(
          TaskType.BINARY,
          31_204,
          Map.of(Metric.AUC, 0.6123, Metric.BRIER, 0.24999999),
          List.of("no", "yes"),
          List.of());

  @Test
  void saysWhichBoundIsBrokenAndByWhat() {
    assertThat(
            Gate.check(List.of(atLeast(Metric.AUC, 0.65), atMost(Metric.BRIER, 0.2)), EVALUATION))
        .containsExactly(
            "auc 0.612 is below the minimum 0.65 on 31,204 holdout rows",
            "brier 0.250 is above the maximum 0.2 on 31,204 holdout rows");
  }

  @Test
  void passesOnTheBoundItself() {
    assertThat(Gate.check(List.of(atLeast(Metric.AUC, 0.6123)), EVALUATION)).isEmpty();
    assertThat(Gate.check(List.of(), EVALUATION)).isEmpty();
  }

  @Test
  void showsEnoughDigitsToReportAValueFromItsBound() {
    assertThat(Gate.check(List.of(atLeast(Metric.BRIER, 0.25)), EVALUATION))
        .containsExactly("brier 0.24999999 is below the minimum 0.25 on 31,204 holdout rows");
  }

  @Test
  void holdsAMeasureWithoutValueAgainstTheModel() {
    assertThat(Gate.check(List.of(atLeast(Metric.RECALL, 0.1), atMost(Metric.RMSE, 9)), EVALUATION))
        .containsExactly(
            "recall has no value on 31,204 holdout rows: a label it needs does not occur there",
            "rmse has no value on 31,204 holdout rows: it is no measure of a binary task");
  }

  @Test
  void reportsAChampionThatIsBetterWithAllFigures() {
    assertThat(check(Metric.AUC, 0.612, 0.65, -0.05, -0.03, ChampionRule.Judge.DIFFERENCE))
        .containsExactly(
            "auc 0.6120 against 0.6500 of the champion, version 3 (run r-3), on 31,204 holdout rows"
                + " that both scored: difference -0.0380, 95 % interval -0.0500 to -0.0300; by the"
                + " difference it is worse by 0.0380, and allowed is at most worse by 0.002");
  }

  @Test
  void letsTheRuleSayWhichEndOfTheIntervalCounts() {
    assertThat(check(Metric.AUC, 0.65, 0.65, -0.003, 0.003, ChampionRule.Judge.DIFFERENCE))
        .isEmpty();
    assertThat(check(Metric.AUC, 0.65, 0.65, -0.003, 0.003, ChampionRule.Judge.PESSIMISTIC))
        .hasSize(1);
    assertThat(check(Metric.AUC, 0.64, 0.65, -0.022, 0.001, ChampionRule.Judge.OPTIMISTIC))
        .isEmpty();
    assertThat(check(Metric.AUC, 0.64, 0.65, -0.022, -0.0021, ChampionRule.Judge.OPTIMISTIC))
        .hasSize(1);
  }

  @Test
  void knowsWhichWayAMeasureImproves() {
    assertThat(check(Metric.LOG_LOSS, 0.30, 0.31, 0, 0, ChampionRule.Judge.DIFFERENCE)).isEmpty();
    assertThat(check(Metric.LOG_LOSS, 0.32, 0.31, 0, 0, ChampionRule.Judge.DIFFERENCE)).hasSize(1);
    assertThat(check(Metric.BIAS, -0.1, 0.2, 0, 0, ChampionRule.Judge.DIFFERENCE)).isEmpty();
    assertThat(check(Metric.BIAS, -0.3, 0.2, 0, 0, ChampionRule.Judge.DIFFERENCE)).hasSize(1);
  }

  @Test
  void passesOnTheAllowedDifferenceItself() {
    // in binary 0.65 - 0.648 is a little more than 0.002
    assertThat(check(Metric.AUC, 0.648, 0.65, 0, 0, ChampionRule.Judge.DIFFERENCE)).isEmpty();
  }

  @Test
  void judgesEachSegmentThatHasEnoughRows() {
    GateRule rule =
        new GateRule(
            Metric.AUC,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            List.of(
                new SegmentRule("region", OptionalDouble.of(0.6), OptionalDouble.empty(), 100)));
    GateResult judgement =
        new GateResult(
            List.of(),
            List.of(
                segment(Optional.of("north"), Optional.of(0.7), 5_000),
                segment(Optional.of("so\nuth"), Optional.of(0.55), 4_000),
                segment(Optional.empty(), Optional.of(0.5), 100),
                segment(Optional.of("east"), Optional.empty(), 200),
                segment(Optional.of("few"), Optional.of(0.1), 99)),
            List.of());

    assertThat(Gate.check(List.of(rule), EVALUATION)).isEmpty();
    assertThat(Gate.check(List.of(rule), TaskType.BINARY, judgement))
        .containsExactly(
            "auc 0.550 is below the minimum 0.6 on the 4,000 holdout rows where region ="
                + " 'so\\u000auth'",
            "auc 0.500 is below the minimum 0.6 on the 100 holdout rows where region is null",
            "auc has no value on the 200 holdout rows where region = 'east': a label it needs does"
                + " not occur there");
  }

  private static SegmentMetric segment(
      Optional<String> value, Optional<Double> measured, long rows) {
    return new SegmentMetric("region", value, Metric.AUC, measured, rows, rows >= 100);
  }

  private static List<String> check(
      Metric metric,
      double value,
      double championValue,
      double low,
      double high,
      ChampionRule.Judge judge) {
    ChampionComparison comparison =
        new ChampionComparison(
            new ParentVersion(3, new RunId("r-3")),
            metric,
            value,
            championValue,
            ChampionComparison.difference(metric, value, championValue),
            low,
            high,
            new ChampionRule(0.002, 0.95, judge),
            31_204,
            0,
            0,
            0);
    return Gate.check(
        List.of(), TaskType.BINARY, new GateResult(List.of(comparison), List.of(), List.of()));
  }

  private static GateRule atLeast(Metric metric, double bound) {
    return new GateRule(metric, OptionalDouble.of(bound), OptionalDouble.empty());
  }

  private static GateRule atMost(Metric metric, double bound) {
    return new GateRule(metric, OptionalDouble.empty(), OptionalDouble.of(bound));
  }
}
