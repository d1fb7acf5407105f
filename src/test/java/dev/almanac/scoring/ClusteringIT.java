package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.evaluation.Evaluator;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.ExportedPipeline;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A model without a label, from the fit to both engines. */
class ClusteringIT {
  @Test
  void namesTheSameGroupInBothEngines() {
    try (TrainedModel model =
        new Trainer()
            .train(
                ModelFixture.rows(400),
                ModelFixture.spec(Algorithm.KMEANS, TaskType.CLUSTERING, Map.of("k", 3)),
                Progress.SILENT)) {
      assertThat(model.signature().labels()).containsExactly("0", "1", "2");
      byte[] pmml =
          PmmlExporter.export(
              model.pipeline(),
              model.signature(),
              model.holdout().limit(20),
              new PmmlExporter.About("groups", "", "almanac", "test", Instant.EPOCH));
      assertThat(PmmlModel.load(pmml).verify()).isPositive();
      SparkEngine spark = new SparkEngine(model.pipeline());
      JpmmlEngine jpmml = new JpmmlEngine(pmml, "groups");

      Dataset<Row> scored = spark.score(model.holdout(), model.signature(), DecisionSpec.MIDDLE);
      assertThat(scored.columns())
          .contains("prediction", "reject_reason")
          .doesNotContain("probability", "decision");
      assertThat(groups(jpmml.score(model.holdout(), model.signature(), DecisionSpec.MIDDLE)))
          .isEqualTo(groups(scored));
      ScoringEngine compiled = new CompiledEngine(pmml);
      assertThat(groups(compiled.score(model.holdout(), model.signature(), DecisionSpec.MIDDLE)))
          .isEqualTo(groups(scored));
      assertThat(groups(scored)).contains("0", "1", "2");

      Probe probe = Parity.probe(model.holdout(), model.signature(), 50, 7);
      ParityCertificate certificate =
          Parity.compare(
              TestSpark.session(),
              probe,
              spark,
              jpmml,
              "pmml",
              model.signature(),
              DecisionSpec.MIDDLE,
              1e-9);
      assertThat(certificate.holds()).as(certificate.toString()).isTrue();
      assertThat(certificate.edgeRows()).isGreaterThan(30);

      Evaluation evaluation =
          Evaluator.clusters(
              model.pipeline().transform(model.holdout()),
              ModelColumns.FEATURES,
              ModelColumns.PREDICTION);
      assertThat(evaluation.metric(Metric.SILHOUETTE).orElseThrow()).isBetween(0.2, 1.0);
      assertThat(evaluation.metric(Metric.SMALLEST_SHARE).orElseThrow()).isBetween(0.01, 0.34);
      assertThat(
              ExportedPipeline.of(model)
                  .transform(model.holdout())
                  .select("prediction")
                  .head()
                  .getString(0))
          .isIn("0", "1", "2");
    }
  }

  private static List<String> groups(Dataset<Row> scored) {
    return scored.select("prediction").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
