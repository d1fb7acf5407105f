package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.testing.ModelFixture;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Decisions about three labels, by a forest. */
@TestInstance(Lifecycle.PER_CLASS)
class DecisionsIT {
  private final TrainedModel model =
      new Trainer()
          .train(
              ModelFixture.rows(400),
              ModelFixture.spec(
                  Algorithm.RANDOM_FOREST, TaskType.MULTICLASS, Map.of("num-trees", 3)),
              Progress.SILENT);
  private final ScoringEngine spark = new SparkEngine(model.pipeline());
  private final byte[] pmml =
      PmmlExporter.export(
          model.pipeline(),
          model.signature(),
          model.holdout().limit(10),
          new PmmlExporter.About("m", "", "almanac", "test", Instant.EPOCH));
  private final ScoringEngine jpmml = new JpmmlEngine(pmml, "three");
  private final ScoringEngine compiled = new CompiledEngine(pmml);

  @Test
  void decidesByThresholdsCostsAndAbstentionTheSameInAllEngines() {
    Map<String, Double> thresholds = Map.of("k 0", 0.9, "k 1", 0.5, "k 2", 0.1);
    List<DecisionSpec> decisions =
        List.of(
            new DecisionSpec(0.5, thresholds, Map.of(), OptionalDouble.empty()),
            new DecisionSpec(
                0.5, Map.of(), Map.of("k 2", Map.of("k 0", 30.0)), OptionalDouble.of(0.4)));
    for (DecisionSpec decision : decisions) {
      Decider decider = Decider.of(model.signature(), decision);
      long otherThanMostProbable = 0;
      for (ScoringEngine engine : List.of(spark, jpmml, compiled)) {
        for (Row row : engine.score(model.holdout(), model.signature(), decision).collectAsList()) {
          Map<String, Double> result = row.getJavaMap(row.fieldIndex("probabilities"));
          double[] probabilities =
              model.signature().labels().stream().mapToDouble(result::get).toArray();
          assertThat(Optional.ofNullable(row.<String>getAs("decision")))
              .isEqualTo(decider.label(probabilities));
          otherThanMostProbable += row.getAs("prediction").equals(row.getAs("decision")) ? 0 : 1;
        }
      }
      assertThat(otherThanMostProbable).isPositive();
    }
  }

  /** What Spark's own thresholds decide, which a PMML export would have dropped. */
  @Test
  void decidesByThresholdsAsSparkItselfWould() {
    double[] thresholds = {0.9, 0.5, 0.1};
    DecisionSpec decision =
        new DecisionSpec(
            0.5,
            Map.of("k 0", thresholds[0], "k 1", thresholds[1], "k 2", thresholds[2]),
            Map.of(),
            OptionalDouble.empty());
    Transformer[] stages = model.pipeline().stages().clone();
    Transformer last = stages[stages.length - 1].copy(ParamMap.empty());
    last.set(last.getParam("thresholds"), thresholds);
    stages[stages.length - 1] = last;
    PipelineModel withThresholds = new PipelineModel("almanac", List.of(stages));

    List<String> bySpark =
        withThresholds.transform(model.holdout()).select("__prediction").collectAsList().stream()
            .map(row -> model.signature().labels().get((int) row.getDouble(0)))
            .toList();
    List<String> byJpmml =
        jpmml
            .score(model.holdout(), model.signature(), decision)
            .select("decision")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(byJpmml).isEqualTo(bySpark);
    assertThat(bySpark).isNotEqualTo(mostProbable());
  }

  private List<String> mostProbable() {
    return spark
        .score(model.holdout(), model.signature(), DecisionSpec.MIDDLE)
        .select("prediction")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void drawsFromEveryLabelAlike() {
    Probe probe = Parity.probe(model.holdout(), model.signature(), 30, 7);
    List<Row> drawn = probe.rows().subList(0, 30);
    assertThat(
            model.holdout().collectAsList().stream()
                .filter(row -> contains(drawn, row, probe))
                .collect(
                    Collectors.groupingBy(row -> row.<String>getAs("kind"), Collectors.counting())))
        .hasSize(3)
        .allSatisfy((label, rows) -> assertThat(rows).isGreaterThanOrEqualTo(8));
  }

  private static boolean contains(List<Row> drawn, Row row, Probe probe) {
    return drawn.stream()
        .anyMatch(
            other ->
                Arrays.stream(probe.schema().fieldNames())
                    .allMatch(
                        name ->
                            Objects.equals(
                                String.valueOf(
                                    other.get(List.of(probe.schema().fieldNames()).indexOf(name))),
                                String.valueOf(row.<Object>getAs(name)))));
  }
}
