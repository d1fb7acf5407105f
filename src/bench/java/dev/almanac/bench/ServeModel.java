package dev.almanac.bench;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.ModelName;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.StagedVersion;
import dev.almanac.registry.VersionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/** The model that the service is asked for predictions of. */
final class ServeModel {
  private static final ModelName MODEL = new ModelName("bench");

  private ServeModel() {}

  /** A registry in an empty folder, with the document as the champion of {@code bench}. */
  static void register(Path root, WalkModels model) throws IOException {
    Files.createDirectories(root);
    ModelRegistry registry =
        new ModelRegistry(
            FileStores.open(root.toString(), WriterPolicy.MANY, Configuration::new),
            Clock.systemUTC(),
            "bench");
    RunId run = new RunId("20260505t031500z-0000000001");
    StagedVersion staged = registry.stage(MODEL, run);
    staged.put("model.pmml", model.pmml());
    Signature said = model.signature();
    registry.publish(
        staged,
        new VersionFacts(
            new Signature(TaskType.BINARY, said.inputs(), "y", List.of("no", "yes"), "yes"),
            new DecisionSpec(0.5),
            new Evaluation(
                TaskType.BINARY,
                100,
                Map.of(Metric.AUC, 0.9),
                List.of("no", "yes"),
                List.of(List.of(50L, 10L), List.of(10L, 30L))),
            List.of(),
            List.of(
                new ParityCertificate(
                    "pmml-compiled", "spark", 100, 10, 0, Map.of(), 0, 0, 1e-9, List.of())),
            new Provenance(
                run,
                ServeTable.FIRST,
                Instant.EPOCH,
                "bench",
                Optional.empty(),
                List.of(),
                1,
                1,
                Map.of(),
                7,
                "0".repeat(64),
                "{}",
                Map.of(),
                ""),
            "gbt",
            "made up"));
    registry.moveAlias(
        MODEL,
        Alias.CHAMPION,
        1,
        OptionalInt.empty(),
        "bench",
        new RunId("20260505t031500z-0000000002"));
  }
}
