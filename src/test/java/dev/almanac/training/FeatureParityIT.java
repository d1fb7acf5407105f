package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Digests;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.CombinationSpec.Expression;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.NumberShape.Buckets;
import dev.almanac.core.spec.NumberShape.Scale;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.PlainSql;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrainSpecs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every treatment of features, for linear models and for trees, means the same in PMML. */
@Tag("slow")
class FeatureParityIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);
  private static final OptionalDouble NONE = OptionalDouble.empty();

  @ParameterizedTest
  @EnumSource(names = {"LOGISTIC_REGRESSION", "DECISION_TREE"})
  void shapesOfNumbersAndRareLevels(Algorithm algorithm) {
    List<FeatureSpec> features =
        List.of(
            number("big", new NumberShape(NONE, NONE, true, Scale.STANDARD, Buckets.NONE)),
            number("x", new NumberShape(NONE, NONE, false, Scale.NONE, buckets(false, 0.0, 50.0))),
            number(
                "z",
                new NumberShape(NONE, NONE, false, Scale.NONE, new Buckets(List.of(), 10, true))),
            number(
                "u",
                new NumberShape(
                    OptionalDouble.of(5),
                    OptionalDouble.of(80),
                    false,
                    Scale.MIN_MAX,
                    Buckets.NONE)),
            number(
                "v", new NumberShape(OptionalDouble.of(-2), NONE, true, Scale.NONE, Buckets.NONE)),
            number("w", new NumberShape(NONE, NONE, false, Scale.MAX_ABS, Buckets.NONE)),
            number(
                "q",
                new NumberShape(NONE, NONE, false, Scale.NONE, new Buckets(List.of(), 4, false))),
            number("always", new NumberShape(NONE, NONE, false, Scale.STANDARD, Buckets.NONE)),
            new FeatureSpec.Categorical(
                "skewed", MissingPolicy.LEVEL, UnseenPolicy.LEVEL, new RareLevels(20, 0)),
            new FeatureSpec.Categorical("neither", MissingPolicy.REJECT, UnseenPolicy.REJECT));

    Signature signature =
        assertSame(ModelFixture.spec(algorithm, TaskType.BINARY, Map.of(), features));

    // s0 to s18 occur, the later the rarer
    assertThat(signature.inputs().get(8).levels())
        .contains("s0", "s1")
        .doesNotContain("s18")
        .hasSizeBetween(2, 12);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGISTIC_REGRESSION", "DECISION_TREE"})
  void expressionsAndProducts(Algorithm algorithm) {
    assertSame(
        withCombined(
            ModelFixture.spec(algorithm, TaskType.BINARY, Map.of(), factors()),
            new CombinationSpec(
                List.of(
                    new Expression("ratio", "u / (x - w)", -1),
                    new Expression("logs", "ln(u) + log10(v * v) - log1p(w) / sqrt(x)", 3),
                    new Expression(
                        "powers",
                        "exp(v) - exp(v + 1) + pow(u, 0.5) * -abs(w) + pow(w, 3) - pow(w, v / 20)",
                        0),
                    new Expression(
                        "chosen",
                        "CASE WHEN u < 0 OR NOT v >= w / u THEN 1 ELSE if(u = 0, 2, u) END",
                        0)),
                List.of(
                    List.of("u", "v"),
                    List.of("w", "both"),
                    List.of("unseen", "neither"),
                    List.of("x", "ratio")),
                OptionalInt.empty())));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGISTIC_REGRESSION", "DECISION_TREE"})
  void principalComponents(Algorithm algorithm) {
    assertSame(
        withCombined(
            ModelFixture.spec(algorithm, TaskType.BINARY, Map.of(), factors()),
            new CombinationSpec(List.of(), List.of(List.of("u", "neither")), OptionalInt.of(5))));
  }

  private static List<FeatureSpec> factors() {
    NumberShape standard = new NumberShape(NONE, NONE, false, Scale.STANDARD, Buckets.NONE);
    return List.of(
        number("u", standard),
        number("v", NumberShape.AS_IS),
        number("w", standard),
        number("x", new NumberShape(NONE, NONE, false, Scale.NONE, buckets(false, 20.0, 70.0))),
        new FeatureSpec.Categorical("both", MissingPolicy.LEVEL, UnseenPolicy.LEVEL),
        new FeatureSpec.Categorical("unseen", MissingPolicy.REJECT, UnseenPolicy.LEVEL),
        new FeatureSpec.Categorical("neither", MissingPolicy.REJECT, UnseenPolicy.REJECT));
  }

  private static TrainSpec withCombined(TrainSpec spec, CombinationSpec combined) {
    return TrainSpecs.like(spec).combined(combined).made();
  }

  static FeatureSpec.Numeric number(String name, NumberShape shape) {
    return new FeatureSpec.Numeric(name, MissingPolicy.MEDIAN, 0, shape);
  }

  static Buckets buckets(boolean asNumber, Double... bounds) {
    return new Buckets(List.of(bounds), 0, asNumber);
  }

  private static Dataset<Row> rows() {
    return ModelFixture.rows(800)
        .selectExpr(
            "*",
            "if(id % 23 = 0, null, pmod(xxhash64(id, 7), 1000) / 10D) as u",
            "pmod(xxhash64(id, 8), 1000) / 10D - 30 as v",
            "pmod(xxhash64(id, 9), 1000) / 10D - 70 as w",
            "pmod(xxhash64(id, 10), 40) - 20D as q",
            "7D as always",
            "if(id % 29 = 0, null, concat('s', cast(pow(pmod(xxhash64(id, 11), 100) / 23D, 2) as int)))"
                + " as skewed");
  }

  private static TrainedModel fit(TrainSpec spec) {
    return new Trainer().train(rows(), spec, Progress.SILENT);
  }

  /** What is kept passes the screen that stands before scoring. */
  private static void requireScreened(TrainedModel model) {
    for (PipelineStage stage : ExportedPipeline.of(model).stages()) {
      if (stage instanceof SQLTransformer sql) {
        assertThat(PlainSql.addsColumns(sql.getStatement())).as(sql.getStatement()).isTrue();
      }
    }
  }

  static Signature assertSame(TrainSpec spec) {
    try (TrainedModel model = fit(spec)) {
      byte[] pmml =
          PmmlExporter.export(
              model.pipeline(), model.signature(), model.holdout().limit(20), ABOUT);
      requireScreened(model);
      PipelineModel pipeline = model.pipeline();
      CompiledEngine compiled = new CompiledEngine(pmml);
      assertThat(compiled.whyNot(model.signature())).isEmpty();
      List<ParityCertificate> certificates =
          Parity.compare(
              TestSpark.session(),
              Parity.probe(model.holdout(), model.signature(), 300, 1),
              new SparkEngine(pipeline),
              Map.of(
                  "pmml", new JpmmlEngine(pmml, Digests.sha256(pmml)), "pmml-compiled", compiled),
              model.signature(),
              new DecisionSpec(0.5),
              1e-9);
      assertThat(certificates).hasSize(2);
      for (ParityCertificate certificate : certificates) {
        assertThat(certificate.examples()).isEmpty();
        assertThat(certificate.holds()).isTrue();
        assertThat(certificate.rows()).isGreaterThan(200);
      }
      return model.signature();
    }
  }
}
