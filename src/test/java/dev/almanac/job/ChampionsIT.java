package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.StagedVersion;
import dev.almanac.registry.VersionFacts;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Champions of other tasks than yes and no, and champions that are not whole; told in order. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChampionsIT {
  private static final FeatureSpec BIG = new FeatureSpec.Numeric("big", MissingPolicy.MEDIAN, 0);
  private static final FeatureSpec LEVEL =
      new FeatureSpec.Numeric("whole", MissingPolicy.REJECT, 0);
  private static final List<FeatureSpec> GOOD = List.of(BIG, LEVEL);
  private static final List<FeatureSpec> WORSE = List.of(LEVEL);

  private TrainingSite numbers = new TrainingSite(Path.of("unset"));
  private TrainingSite labels = new TrainingSite(Path.of("unset"));

  @BeforeAll
  void trainChampions(@TempDir Path folder) {
    numbers = site(folder.resolve("numbers"));
    labels = site(folder.resolve("labels"));
    trainNumbers(GOOD);
    trainLabels(GOOD);
  }

  @Test
  @Order(1)
  void comparesErrorsOfNumbers() {
    assertThatThrownBy(() -> trainNumbers(WORSE))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageMatching(
            "(?s).*rmse \\d+\\.\\d+ against \\d\\.\\d+ of the champion, version 1 .*worse by.*");
    trainNumbers(GOOD);

    ChampionComparison comparison = judgement(numbers).champion().get(0);
    assertThat(comparison.metric()).isEqualTo(Metric.RMSE);
    assertThat(comparison.champion().number()).isEqualTo(1);
    assertThat(comparison.rows()).isGreaterThan(100);
    assertThat(comparison.difference()).isZero();
  }

  @Test
  @Order(2)
  void comparesManyLabels() {
    assertThatThrownBy(() -> trainLabels(WORSE))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining("accuracy 0.")
        .hasMessageContaining("of the champion, version 1");
    trainLabels(GOOD);

    ChampionComparison comparison = judgement(labels).champion().get(0);
    assertThat(comparison.metric()).isEqualTo(Metric.ACCURACY);
    assertThat(comparison.value()).isEqualTo(comparison.championValue()).isBetween(0.6, 1.0);
    assertThat(comparison.rows()).isGreaterThan(100);
  }

  @Test
  @Order(3)
  void scoresAChampionThatKeepsOnlyItsPmml() {
    int champion = publishPmmlOf(champion(numbers));
    trainNumbers(GOOD);

    ChampionComparison comparison = judgement(numbers).champion().get(0);
    assertThat(comparison.champion().number()).isEqualTo(champion).isEqualTo(3);
    assertThat(comparison.onlyNew() + comparison.neither()).isZero();
    assertThat(comparison.difference()).isCloseTo(0, within(1e-9));
  }

  @Test
  @Order(4)
  void doesNotCompareWithAChampionThatWasWithdrawn() {
    int withdrawn = champion(numbers);
    numbers
        .registry()
        .lifeCycle()
        .withdraw(new ModelVersion(TrainingSite.MODEL, withdrawn), "leaked labels", run(8));
    trainNumbers(WORSE);

    GateResult judgement = judgement(numbers);
    assertThat(champion(numbers)).isGreaterThan(withdrawn);
    assertThat(judgement.champion()).isEmpty();
    assertThat(judgement.notes())
        .singleElement()
        .asString()
        .startsWith("version " + withdrawn)
        .endsWith("the champion, is withdrawn, so there was none to be compared with");
  }

  /** A version with the champion's PMML and nothing else, which becomes the champion. */
  private int publishPmmlOf(int number) {
    ModelRegistry registry = numbers.registry();
    RegisteredVersion whole = version(numbers, number);
    StagedVersion staged = registry.stage(TrainingSite.MODEL, run(9));
    staged.put(Artifacts.PMML, registry.open(whole).read(Artifacts.PMML));
    int published =
        registry.publish(staged, by(run(9), whole.manifest().facts())).version().number();
    registry.moveAlias(
        TrainingSite.MODEL, Alias.CHAMPION, published, OptionalInt.empty(), "a test", run(9));
    return published;
  }

  private static VersionFacts by(RunId run, VersionFacts facts) {
    Provenance of = facts.provenance();
    return new VersionFacts(
        facts.signature(),
        facts.decision(),
        facts.evaluation(),
        facts.gate(),
        facts.parity(),
        new Provenance(
            run,
            of.runDate(),
            of.trainedAt(),
            of.trainedBy(),
            of.parent(),
            of.sources(),
            of.trainRows(),
            of.holdoutRows(),
            of.droppedRows(),
            of.seed(),
            of.specHash(),
            of.spec(),
            of.libraries(),
            of.gitCommit()),
        facts.algorithm(),
        facts.description());
  }

  private void trainNumbers(List<FeatureSpec> features) {
    train(numbers, Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Metric.RMSE, features);
  }

  private void trainLabels(List<FeatureSpec> features) {
    train(labels, Algorithm.LOGISTIC_REGRESSION, TaskType.MULTICLASS, Metric.ACCURACY, features);
  }

  private static void train(
      TrainingSite site,
      Algorithm algorithm,
      TaskType task,
      Metric metric,
      List<FeatureSpec> features) {
    ChampionRule equal = new ChampionRule(1e-6, 0.95, ChampionRule.Judge.DIFFERENCE);
    GateRule rule =
        new GateRule(
            metric, OptionalDouble.empty(), OptionalDouble.empty(), Optional.of(equal), List.of());
    site.train(
        TrainSpecs.like(ModelFixture.spec(algorithm, task, Map.of("max-iter", 10), features))
            .dataset(TrainingSite.dataset("rows"))
            .gate(List.of(rule))
            .made(),
        "{}",
        LocalDate.of(2026, 5, 1));
  }

  private static TrainingSite site(Path folder) {
    TrainingSite site = new TrainingSite(folder);
    ModelFixture.rows(800).coalesce(1).write().parquet(site.table("rows"));
    return site;
  }

  private static GateResult judgement(TrainingSite site) {
    return version(site, champion(site)).manifest().facts().judgement();
  }

  private static RegisteredVersion version(TrainingSite site, int number) {
    return site.registry()
        .resolve(new ModelRef.ByNumber(new ModelVersion(TrainingSite.MODEL, number)));
  }

  private static int champion(TrainingSite site) {
    return site.registry().current(TrainingSite.MODEL, Alias.CHAMPION).orElseThrow().number();
  }

  private static RunId run(int number) {
    return new RunId(String.format(Locale.ROOT, "20260501t04150%dz-0123456789", number));
  }
}
