package dev.almanac.bench;

import dev.almanac.core.TaskType;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.training.TrainedModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How models of {@link BenchData} are trained and exported. */
final class BenchTraining {
  private BenchTraining() {}

  static TrainSpec spec(AlgorithmSpec algorithm) {
    SourceSpec source =
        new SourceSpec(
            "rows", "delta", Optional.empty(), Map.of(), Optional.empty(), OptionalLong.empty());
    return new TrainSpec(
        new DatasetSpec(List.of(source), Optional.empty()),
        TaskType.BINARY,
        BenchData.LABEL,
        "1",
        BenchData.features(),
        FeatureRules.NONE,
        CombinationSpec.NONE,
        new SplitSpec.Random(0.1),
        Optional.empty(),
        WeightSpec.NONE,
        algorithm,
        LearningSpec.ANEW,
        Optional.empty(),
        List.of(),
        new TrainSpec.Parity(100, 1e-9),
        1,
        Reproducibility.STATISTICAL);
  }

  static byte[] pmml(TrainedModel model) {
    return PmmlExporter.export(
        model.pipeline(),
        model.signature(),
        model.holdout().limit(10),
        new PmmlExporter.About("bench", "", "Almanac", "bench", Instant.EPOCH));
  }
}
