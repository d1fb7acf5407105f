package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.Importance;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelRef;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version keeps of what its model learned, and of its forecasts of the holdout. */
class LearnedIT {
  private static final LocalDate MAY = LocalDate.of(2026, 5, 1);

  /** The labels of the fixture are made of z and whole; x plays a small part, noise none. */
  private static final List<FeatureSpec> FEATURES =
      List.of(
          new FeatureSpec.Numeric("noise", MissingPolicy.REJECT, 0),
          new FeatureSpec.Numeric("z", MissingPolicy.MEAN, 0),
          new FeatureSpec.Categorical("level", MissingPolicy.REJECT, UnseenPolicy.REJECT));

  @TempDir Path folder = Path.of("unset");
  private TrainingSite site = new TrainingSite(folder);

  @BeforeEach
  void writeRows() {
    site = new TrainingSite(folder);
    ModelFixture.rows(1_000)
        .selectExpr(
            "*", "concat('l', whole) as level", "pmod(xxhash64(id, 99), 1000) / 1000D as noise")
        .coalesce(1)
        .write()
        .parquet(site.table("rows"));
  }

  @Test
  void linearModelsHaveCoefficientsAndAucCanBeComputedFromTheHoldout() {
    RegisteredVersion version =
        train(Algorithm.LOGISTIC_REGRESSION, TaskType.BINARY, Map.of("max-iter", 20));

    Importance learned = learned(version);
    assertThat(learned.measure()).isEqualTo("coefficient");
    assertThat(learned.terms())
        .extracting(Importance.Term::name)
        .containsExactlyInAnyOrder(
            "noise", "z", "level = l0", "level = l1", "level = l2", "level = l3", "level = l4");
    requireNoiseIsLeast(learned);

    List<Row> rows = holdout(version);
    assertThat(rows).hasSize((int) version.manifest().facts().evaluation().rows());
    double pairs = 0;
    long all = 0;
    for (Row yes : rows) {
      for (Row no : rows) {
        if (yes.<String>getAs("label").equals("yes") && no.<String>getAs("label").equals("no")) {
          double difference = yes.<Double>getAs("probability") - no.<Double>getAs("probability");
          pairs += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
          all++;
        }
      }
    }
    assertThat(pairs / all).isCloseTo(metric(version, Metric.AUC), within(1e-9));
    assertThat(rows.get(0).<Row>getAs("keys").<Long>getAs("id")).isNotNull();
    assertThat(report(version)).contains("What the model learned", "level = l4", "Coefficients");
  }

  @Test
  void treesHaveImpurityAndRmseCanBeComputedFromTheHoldout() {
    RegisteredVersion version =
        train(Algorithm.GBT, TaskType.REGRESSION, Map.of("max-iter", 5, "max-depth", 4));

    Importance learned = learned(version);
    assertThat(learned.measure()).isEqualTo("impurity");
    assertThat(learned.terms()).isEmpty();
    requireNoiseIsLeast(learned);

    List<Row> rows = holdout(version);
    double squares =
        rows.stream()
            .mapToDouble(row -> row.<Double>getAs("prediction") - row.<Double>getAs("label"))
            .map(error -> error * error)
            .sum();
    assertThat(Math.sqrt(squares / rows.size()))
        .isCloseTo(metric(version, Metric.RMSE), within(1e-9));
  }

  @Test
  void xgboostHasGainAndSeveralLabelsLoseLogLoss() {
    RegisteredVersion version =
        train(Algorithm.XGBOOST, TaskType.MULTICLASS, Map.of("num-round", 5, "max-depth", 3));

    Importance learned = learned(version);
    assertThat(learned.measure()).isEqualTo("gain");
    assertThat(learned.permutation().orElseThrow().metric()).isEqualTo(Metric.LOG_LOSS);
    requireNoiseIsLeast(learned);
    double loss =
        holdout(version).stream()
            .mapToDouble(
                row ->
                    -Math.log(
                        row.<String, Double>getJavaMap(row.fieldIndex("probabilities"))
                            .getOrDefault(row.<String>getAs("label"), 0.0)))
            .average()
            .orElseThrow();
    assertThat(loss).isCloseTo(metric(version, Metric.LOG_LOSS), within(1e-9));
  }

  private static void requireNoiseIsLeast(Importance learned) {
    assertThat(learned.permutation().orElseThrow().rows()).isGreaterThan(100);
    Importance.Input least = learned.ranked().get(2);
    assertThat(least.name()).isEqualTo("noise");
    assertThat(least.learned().orElseThrow()).isLessThan(0.2);
    assertThat(learned.ranked().get(0).loss().orElseThrow()).isGreaterThan(0.05);
    assertThat(learned.inputs().stream().mapToDouble(one -> one.learned().orElseThrow()).sum())
        .isCloseTo(1, within(1e-9));
  }

  private RegisteredVersion train(Algorithm algorithm, TaskType task, Map<String, Object> params) {
    TrainSpec spec =
        TrainSpecs.like(ModelFixture.spec(algorithm, task, params, FEATURES))
            .dataset(TrainingSite.dataset("rows"))
            .split(new SplitSpec.Random(0.3))
            .made();
    TrainResult result = site.train(spec, "{}", MAY);
    return site.registry().resolve(new ModelRef.ByNumber(result.version()));
  }

  private static Importance learned(RegisteredVersion version) {
    return version.manifest().facts().importance().orElseThrow();
  }

  private static double metric(RegisteredVersion version, Metric metric) {
    return version.manifest().facts().evaluation().metric(metric).orElseThrow();
  }

  private List<Row> holdout(RegisteredVersion version) {
    VersionArtifacts artifacts = site.registry().open(version);
    assertThat(artifacts.has("holdout")).isTrue();
    return TestSpark.session()
        .read()
        .parquet(artifacts.verifiedLocation("holdout", (name, content) -> {}))
        .collectAsList();
  }

  private String report(RegisteredVersion version) {
    return new String(site.registry().open(version).read("report.html"), StandardCharsets.UTF_8);
  }
}
