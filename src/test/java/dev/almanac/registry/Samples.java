package dev.almanac.registry;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelName;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.Signature;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.files.FileStore;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Facts and registries for tests. */
final class Samples {
  static final ModelName CHURN = new ModelName("churn");
  static final Instant NOW = Instant.parse("2026-05-01T03:15:00.123Z");

  private Samples() {}

  static RunId run(int number) {
    return new RunId(String.format(Locale.ROOT, "20260501t031500z-%010x", number));
  }

  static FileStore store(Path root) {
    return FileStores.open(
        root.toString(),
        WriterPolicy.MANY,
        () -> {
          throw new AssertionError("a local folder needs no Hadoop");
        });
  }

  static ModelRegistry registry(FileStore store) {
    return registry(store, NOW);
  }

  static ModelRegistry registry(FileStore store, Instant now) {
    return new ModelRegistry(store, Clock.fixed(now, ZoneOffset.UTC), "ada");
  }

  /** A version with a file and a folder of files, published by a run of its own. */
  static RegisteredVersion publish(ModelRegistry registry, RunId runId) {
    return registry.publish(staged(registry, runId), facts(runId));
  }

  static StagedVersion staged(ModelRegistry registry, RunId runId) {
    StagedVersion staged = registry.stage(CHURN, runId);
    staged.put("model.pmml", bytes("<PMML/> by " + runId));
    staged.put("pipeline/metadata/part-00000", bytes("{\"class\":\"pipeline\"}"));
    return staged;
  }

  static Evaluation evaluation() {
    return new Evaluation(
        TaskType.BINARY,
        1_000,
        Map.of(Metric.AUC, 0.712, Metric.LOG_LOSS, 0.1 + 0.2),
        List.of("no", "yes"),
        List.of(List.of(700L, 100L), List.of(80L, 120L)));
  }

  static VersionFacts facts(RunId runId) {
    return facts(runId, Optional.empty());
  }

  static VersionFacts facts(RunId runId, Optional<ParentVersion> parent) {
    Signature signature =
        new Signature(
            TaskType.BINARY,
            List.of(
                new Field(
                    "age",
                    FieldType.INTEGER,
                    Field.Kind.NUMERIC,
                    MissingPolicy.MEDIAN,
                    UnseenPolicy.REJECT,
                    List.of()),
                new Field(
                    "plan",
                    FieldType.STRING,
                    Field.Kind.CATEGORICAL,
                    MissingPolicy.LEVEL,
                    UnseenPolicy.LEVEL,
                    List.of("basic", "größer", "line\nbreak"))),
            "churned",
            List.of("no", "yes"),
            "yes");
    return new VersionFacts(
        signature,
        new DecisionSpec(0.35),
        evaluation(),
        List.of(
            new GateRule(Metric.AUC, OptionalDouble.of(0.65), OptionalDouble.empty()),
            new GateRule(Metric.LOG_LOSS, OptionalDouble.empty(), OptionalDouble.of(0.6))),
        List.of(
            new ParityCertificate(
                "pmml", "spark", 512, 64, 4.4e-16, Map.of(), 0, 0, 1e-9, List.of()),
            new ParityCertificate(
                "onnx",
                "spark",
                512,
                64,
                Double.POSITIVE_INFINITY,
                Map.of(),
                3,
                1,
                1e-9,
                List.of("row 7"))),
        provenance(runId, parent),
        "gbt",
        "who will leave");
  }

  private static Provenance provenance(RunId runId, Optional<ParentVersion> parent) {
    return new Provenance(
        runId,
        LocalDate.of(2026, 4, 30),
        NOW,
        "ada",
        parent,
        List.of(
            new SourceVersion("customers", "lake/customers", "delta", OptionalLong.of(12), ""),
            new SourceVersion("calls", "lake/calls", "csv", OptionalLong.empty(), "9f3c1a07be21")),
        8_000,
        1_000,
        Map.of("BAD_LABEL", 3L, "MISSING_VALUE", 17L),
        42,
        "0".repeat(64),
        "{\"model\": {\"name\": \"churn\"}}",
        Map.of("almanac", "0.1.0", "spark", "4.0.1", "java", "17.0.15"),
        "ee6fc3d");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
