package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.GateResult;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.SegmentMetric;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.SegmentRule;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One champion and those who want its place: one story told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GateIT {
  private static final FeatureSpec BIG = new FeatureSpec.Numeric("big", MissingPolicy.MEDIAN, 0);
  private static final FeatureSpec LEVEL =
      new FeatureSpec.Numeric("whole", MissingPolicy.REJECT, 0);
  private static final FeatureSpec X = new FeatureSpec.Numeric("x", MissingPolicy.MEAN, 0);
  private static final FeatureSpec UNSEEN =
      new FeatureSpec.Categorical("unseen", MissingPolicy.REJECT, UnseenPolicy.LEVEL);
  private static final ChampionRule NOT_WORSE =
      new ChampionRule(0.002, 0.95, ChampionRule.Judge.DIFFERENCE);
  private static final List<GateRule> AGAINST_CHAMPION =
      List.of(rule(Optional.of(NOT_WORSE), List.of()));

  private TrainingSite site = new TrainingSite(Path.of("unset"));

  @BeforeAll
  void writeRows(@TempDir Path temporary) {
    site = new TrainingSite(temporary);
    ModelFixture.rows(1_500).coalesce(2).write().parquet(site.table("rows"));
    ModelFixture.rows(600).drop("whole").coalesce(1).write().parquet(site.table("narrow"));
  }

  @Test
  @Order(1)
  void theFirstVersionHasNobodyToBeComparedWith() {
    train("rows", List.of(BIG, LEVEL), AGAINST_CHAMPION);

    GateResult judgement = judgement(1);
    assertThat(judgement.champion()).isEmpty();
    assertThat(judgement.notes())
        .containsExactly(
            "champion points to no version yet, so there was none to be compared with");
  }

  @Test
  @Order(2)
  void aWorseModelAndOneBelowAFloorAreRefusedWithTheFiguresInTheLedger() {
    SegmentRule floor = floor("both", 1.01, 60);
    SegmentRule tooFew = floor("flag", 1.01, 10_000);
    assertThatThrownBy(
            () ->
                train(
                    "rows",
                    List.of(X, UNSEEN),
                    List.of(rule(Optional.of(NOT_WORSE), List.of(floor, tooFew)))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining("of the champion, version 1 (run ")
        .hasMessageContaining("holdout rows where both = 'two words'")
        .hasMessageNotContaining("both is null")
        .hasMessageNotContaining("flag");

    LedgerEvent.Refused refused = lastRefusal();
    assertThat(refused.reasons().get(0))
        .matches(
            "auc 0\\.\\d+ against 0\\.\\d+ of the champion, version 1 \\(run \\S+\\), on \\d+ holdout rows"
                + " that both scored: difference -0\\.\\d+, 95 % interval -0\\.\\d+ to -0\\.\\d+;"
                + " by the difference it is worse by 0\\.\\d+, and allowed is at most worse by 0\\.002");
    assertThat(refused.reasons())
        .anyMatch(
            reason ->
                reason.matches(
                    "auc 0\\.\\d+ is below the minimum 1\\.01 on the \\d+ holdout rows where both = '<&>é'"));
    assertThat(refused.evaluation()).isPresent();
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  @Order(3)
  void anEqualModelIsLetInAndKeepsWhatItWasJudgedBy() {
    train(
        "rows",
        List.of(BIG, LEVEL),
        List.of(rule(Optional.of(NOT_WORSE), List.of(floor("both", 0.5, 60)))));

    assertThat(champion()).isEqualTo(2);
    GateResult judgement = judgement(2);
    ChampionComparison comparison = judgement.champion().get(0);
    assertThat(comparison.champion().number()).isEqualTo(1);
    assertThat(comparison.metric()).isEqualTo(Metric.AUC);
    assertThat(List.of(comparison.difference(), comparison.low(), comparison.high()))
        .as("what is carried for the gate changes neither split nor model")
        .containsOnly(0.0);
    assertThat(comparison.onlyNew() + comparison.onlyChampion() + comparison.neither()).isZero();

    assertThat(judgement.segments()).hasSize(6);
    SegmentMetric none =
        judgement.segments().stream()
            .filter(measure -> measure.segment().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(none.where()).isEqualTo("both is null");
    assertThat(none.judged()).isFalse();
    assertThat(judgement.segments().stream().mapToLong(SegmentMetric::rows).sum())
        .isEqualTo(comparison.rows());
    assertThat(judgement.notes())
        .singleElement()
        .asString()
        .startsWith("auc by both: 1 of the values, with fewer than 60 rows each");
  }

  @Test
  @Order(4)
  void aTableWithoutAColumnOfTheChampionIsRefusedBeforeTheTraining() {
    assertThatThrownBy(() -> train("narrow", List.of(BIG, X), AGAINST_CHAMPION))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining("the model cannot be compared with the champion, version 2")
        .hasMessageContaining("column 'whole' (integer) is missing");
    assertThat(lastRefusal().evaluation()).isEmpty();
  }

  private void train(String source, List<FeatureSpec> features, List<GateRule> gate) {
    TrainSpec usual =
        ModelFixture.spec(
            Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of("max-iter", 5), features);
    site.train(
        TrainSpecs.like(usual).dataset(TrainingSite.dataset(source)).gate(gate).made(),
        "{}",
        LocalDate.of(2026, 5, 1));
  }

  private GateResult judgement(int number) {
    return site.registry()
        .resolve(new ModelRef.ByNumber(new ModelVersion(TrainingSite.MODEL, number)))
        .manifest()
        .facts()
        .judgement();
  }

  private int champion() {
    return site.registry().current(TrainingSite.MODEL, Alias.CHAMPION).orElseThrow().number();
  }

  private LedgerEvent.Refused lastRefusal() {
    List<LedgerEvent> events = site.registry().events(TrainingSite.MODEL);
    return (LedgerEvent.Refused) events.get(events.size() - 1);
  }

  private static GateRule rule(Optional<ChampionRule> champion, List<SegmentRule> segments) {
    return new GateRule(
        Metric.AUC, OptionalDouble.empty(), OptionalDouble.empty(), champion, segments);
  }

  private static SegmentRule floor(String column, double min, long minRows) {
    return new SegmentRule(column, OptionalDouble.of(min), OptionalDouble.empty(), minRows);
  }
}
