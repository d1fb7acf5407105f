package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** XGBoost means the same as trained, as kept and as exported, and the same rows give it again. */
class XgboostIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "a demo", "Almanac", "0", Instant.EPOCH);

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(TaskType.BINARY, Map.of("num-round", 20, "max-depth", 6)),
        Arguments.of(TaskType.BINARY, Map.of("num-round", 20, "booster", "dart")),
        Arguments.of(TaskType.BINARY, Map.of("num-round", 10, "num-parallel-tree", 3, "subsample", 0.5, "colsample-bynode", 0.5)),
        Arguments.of(TaskType.MULTICLASS, Map.of("num-round", 10, "max-depth", 4, "grow-policy", "lossguide", "max-leaves", 9, "tree-method", "hist")),
        Arguments.of(TaskType.REGRESSION, Map.of("num-round", 20, "max-depth", 4)),
        Arguments.of(TaskType.REGRESSION, Map.of("num-round", 20, "tree-method", "approx")),
        Arguments.of(TaskType.REGRESSION, Map.of("num-round", 20, "objective", "count:poisson")),
        Arguments.of(TaskType.REGRESSION, Map.of("num-round", 20, "objective", "reg:gamma")),
        Arguments.of(TaskType.REGRESSION, Map.of("num-round", 20, "objective", "reg:tweedie", "tweedie-variance-power", 1.3, "base-score", 3.0, "num-workers", 2)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersAlikeInEveryForm(TaskType task, Map<String, Object> params) {
    long t0 = System.nanoTime();
    TrainSpec spec = ModelFixture.spec(Algorithm.XGBOOST, task, params);
    try (TrainedModel model = new Trainer().train(ModelFixture.rows(800), spec, Progress.SILENT)) {
      System.out.println("fit " + (System.nanoTime() - t0) / 1e9);
      byte[] pmml =
          PmmlExporter.export(model.pipeline(), model.signature(), model.holdout().limit(20), ABOUT);
      
      System.out.println("PMML bytes " + pmml.length);
      assertThat(PmmlModel.load(pmml).verify()).isPositive();
      byte[] json = PmmlJson.toJson(pmml);
      Map<String, ScoringEngine> forms = new LinkedHashMap<>();
      forms.put("pmml", new JpmmlEngine(pmml, "xml" + spec.hashCode()));
      forms.put("json", new JpmmlEngine(PmmlJson.toXml(json), "json" + spec.hashCode()));
      List<ParityCertificate> certificates =
          Parity.compare(
              TestSpark.session(),
              Parity.probe(model.holdout(), model.signature(), 500, 7),
              new SparkEngine(model.pipeline()),
              forms,
              model.signature(),
              DecisionSpec.MIDDLE,
              spec.algorithm().algorithm().parityFloor());
      System.out.println("CERT " + task + params + " " + certificates.get(0).largestDifference() + " flips " + certificates.get(0).labelFlips() + " ref " + certificates.get(0).refusals() + certificates.get(0).examples());
      System.out.println("all " + (System.nanoTime() - t0) / 1e9);
      assertThat(certificates).allMatch(ParityCertificate::holds);
    }
  }
}
