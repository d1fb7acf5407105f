package dev.almanac.registry;

import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Provenance;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.registry.VersionDiff.Section;
import dev.almanac.testing.MemoryFileStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VersionDiffTest {
  private final ModelRegistry registry = Samples.registry(new MemoryFileStore());

  @Test
  void findsNothingBetweenTwoRunsOfTheSame() {
    RegisteredVersion first = Samples.publish(registry, run(1));
    RegisteredVersion second = Samples.publish(registry, run(2));
    assertThat(VersionDiff.between(first, second).differences()).isEmpty();
  }

  @Test
  void reportsMeasuresFeaturesDecisionSpecAndProvenance() {
    RegisteredVersion first = Samples.publish(registry, run(1));
    StagedVersion staged = Samples.staged(registry, run(2));
    staged.put("pipeline/stages/more", Samples.bytes("0123456789"));
    RegisteredVersion second = registry.publish(staged, other(Samples.facts(run(2))));
    assertThat(VersionDiff.between(first, second).differences())
        .extracting(
            VersionDiff.Difference::section,
            VersionDiff.Difference::name,
            VersionDiff.Difference::left,
            VersionDiff.Difference::right)
        .containsExactly(
            tuple(Section.MODEL, "algorithm", Optional.of("gbt"), Optional.of("random-forest")),
            tuple(Section.MEASURES, "auc", Optional.of("0.712"), Optional.of("0.733")),
            tuple(
                Section.MEASURES, "log-loss", Optional.of("0.30000000000000004"), Optional.empty()),
            tuple(
                Section.FEATURES,
                "age",
                Optional.of("integer, missing = median"),
                Optional.of("integer, missing = reject")),
            tuple(
                Section.FEATURES,
                "plan",
                Optional.of("string, missing = level, unseen = level, 3 levels"),
                Optional.empty()),
            tuple(
                Section.FEATURES,
                "visits",
                Optional.empty(),
                Optional.of("double, missing = reject")),
            tuple(Section.DECISION, "threshold", Optional.of("0.35"), Optional.of("0.5")),
            tuple(Section.SPEC, "model.depth", Optional.empty(), Optional.of("7")),
            tuple(Section.PROVENANCE, "seed", Optional.of("42"), Optional.of("43")),
            tuple(Section.PROVENANCE, "with spark", Optional.of("4.0.1"), Optional.of("4.0.2")),
            tuple(Section.FILES, "pipeline/", Optional.of("20 bytes"), Optional.of("30 bytes")));
  }

  private static VersionFacts other(VersionFacts facts) {
    Provenance made = facts.provenance();
    return new VersionFacts(
        new Signature(
            TaskType.BINARY,
            List.of(number("age", FieldType.INTEGER), number("visits", FieldType.DOUBLE)),
            "churned",
            List.of("no", "yes"),
            "yes"),
        new DecisionSpec(0.5),
        new Evaluation(
            TaskType.BINARY,
            1_000,
            Map.of(Metric.AUC, 0.733),
            facts.evaluation().labels(),
            facts.evaluation().confusion()),
        facts.gate(),
        facts.parity(),
        new Provenance(
            made.runId(),
            made.runDate(),
            made.trainedAt(),
            made.trainedBy(),
            made.parent(),
            made.sources(),
            made.trainRows(),
            made.holdoutRows(),
            made.droppedRows(),
            43,
            made.specHash(),
            "{\"model\": {\"name\": \"churn\", \"depth\": 7}}",
            Map.of("almanac", "0.1.0", "spark", "4.0.2", "java", "17.0.15"),
            made.gitCommit()),
        "random-forest",
        facts.description());
  }

  private static Field number(String name, FieldType type) {
    return new Field(
        name, type, Field.Kind.NUMERIC, MissingPolicy.REJECT, UnseenPolicy.REJECT, List.of());
  }
}
