package dev.almanac.training;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Levels that the arrays of PMML take for several, or for another one. */
class UnusualLevelsIT {
  private static final PmmlExporter.About ABOUT =
      new PmmlExporter.About("demo", "", "Almanac", "0", Instant.EPOCH);

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"DECISION_TREE", "RANDOM_FOREST", "GBT", "XGBOOST", "LOGISTIC_REGRESSION"})
  void areExportedAsTheyAre(Algorithm algorithm) {
    List<String> levels = levels();
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(levels, Encoders.STRING())
            .toDF("neither")
            .withColumn("n", expr("monotonically_increasing_id()"))
            .coalesce(1)
            .withColumn("id", expr("explode(sequence(1, 12))"))
            .withColumn("x", expr("double(id)"))
            .withColumn("late", expr("if((hash(neither) + id div 9) % 2 = 0, 'yes', 'no')"));
    TrainSpec spec = spec(algorithm);
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      byte[] pmml =
          PmmlExporter.export(
              model.pipeline(), model.signature(), model.holdout().limit(90), ABOUT);

      assertThat(PmmlModel.load(pmml).verify()).isPositive();
      Map<String, ScoringEngine> forms = new LinkedHashMap<>();
      forms.put("pmml", new JpmmlEngine(pmml, "unusual levels " + algorithm));
      forms.put("pmml-compiled", new CompiledEngine(pmml));
      List<ParityCertificate> certificates =
          Parity.compare(
              TestSpark.session(),
              Parity.probe(model.holdout(), model.signature(), 150, 7),
              new SparkEngine(model.pipeline()),
              forms,
              model.signature(),
              DecisionSpec.MIDDLE,
              Math.max(1e-9, algorithm.parityFloor()));
      assertThat(certificates)
          .allSatisfy(
              certificate -> assertThat(certificate.holds()).as(certificate.toString()).isTrue());
    }
  }

  private static TrainSpec spec(Algorithm algorithm) {
    Map<String, Object> params =
        switch (algorithm) {
          case XGBOOST -> Map.of("num-round", 3);
          case GBT -> Map.of("max-iter", 3, "max-depth", 5, "max-bins", 200);
          case DECISION_TREE, RANDOM_FOREST -> Map.of("max-depth", 6, "max-bins", 200);
          default -> Map.of();
        };
    List<FeatureSpec> features =
        ModelFixture.spec(algorithm, TaskType.BINARY, params).features().stream()
            .filter(feature -> feature.name().equals("x") || feature.name().equals("neither"))
            .toList();
    return ModelFixture.spec(algorithm, TaskType.BINARY, params, features);
  }

  private static List<String> levels() {
    List<String> levels = new ArrayList<>();
    IntStream.rangeClosed(0x20, 0xffff)
        .filter(Character::isWhitespace)
        .forEach(
            c -> {
              String space = Character.toString(c);
              levels.add("a" + space + "b");
              levels.add(space + "c" + space);
            });
    levels.addAll(
        List.of(
            "q\"r",
            "\"q\"",
            "\"",
            "b\\",
            "\\",
            "\\\\",
            "\\\"",
            "a b\\",
            "\"\\",
            "a, b",
            "a\u00a0b",
            "c",
            "<&>",
            "\u6771\u4eac\u3000\u6e2f\u533a\\"));
    return levels;
  }
}
