package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.SearchResult;
import dev.almanac.core.Signature;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Manifests of schema 2, as their first release wrote them. The fixture is never written again. */
class ManifestSchemaTest {
  private static final String FIXTURE = "/manifest-v2.json";

  @Test
  void readsAManifestThatDecidesByCosts() throws Exception {
    assertThat(ManifestJson.read(fixture()).facts()).isEqualTo(facts());
  }

  @Test
  void writesItAsItWas() throws Exception {
    assertThat(new String(written(facts()), StandardCharsets.UTF_8))
        .isEqualTo(new String(fixture(), StandardCharsets.UTF_8));
  }

  @Test
  void isOfSchemaOneWhereAThresholdIsAll() {
    assertThat(new String(written(Samples.facts(Samples.run(1))), StandardCharsets.UTF_8))
        .contains("\"schema\": 1");
  }

  @Test
  void isOfSchemaThreeWhereAFieldIsAText() throws Exception {
    VersionFacts plain = facts();
    Signature signature = plain.signature();
    List<Field> inputs = new ArrayList<>(signature.inputs());
    inputs.add(
        new Field(
            "review",
            FieldType.STRING,
            Field.Kind.TEXT,
            MissingPolicy.EMPTY,
            UnseenPolicy.REJECT,
            List.of("late", "on time")));
    VersionFacts withText =
        new VersionFacts(
            new Signature(
                signature.task(),
                inputs,
                signature.target(),
                signature.labels(),
                signature.positive()),
            plain.decision(),
            plain.evaluation(),
            plain.gate(),
            plain.judgement(),
            plain.search(),
            plain.parity(),
            plain.provenance(),
            plain.algorithm(),
            plain.description());

    byte[] written = written(withText);

    assertThat(new String(written, StandardCharsets.UTF_8)).contains("\"schema\": 3");
    assertThat(ManifestJson.read(written).facts()).isEqualTo(withText);
  }

  @Test
  void refusesASchemaOfALaterRelease() throws Exception {
    String later =
        new String(fixture(), StandardCharsets.UTF_8)
            .replaceFirst("\"schema\": 2", "\"schema\": 4");
    assertThatThrownBy(() -> ManifestJson.read(later.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("it is of schema 4 and this release reads 1 to 3; a later release wrote it");
  }

  private static VersionFacts facts() {
    VersionFacts plain = Samples.facts(Samples.run(1));
    return new VersionFacts(
        plain.signature(),
        new DecisionSpec(
            0.5,
            Map.of(),
            Map.of("yes", Map.of("no", 20.0), "no", Map.of("yes", 1.5)),
            OptionalDouble.of(0.6)),
        plain.evaluation(),
        plain.gate(),
        plain.judgement(),
        Optional.of(
            new SearchResult(
                Metric.AUC,
                "3 folds",
                List.of(
                    new SearchResult.Try(
                        Map.of("max-depth", "3"),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0.5,
                        "out of memory"),
                    new SearchResult.Try(
                        Map.of("max-depth", "5"),
                        OptionalDouble.of(0.71),
                        OptionalDouble.of(0.01),
                        12.25,
                        "")),
                1,
                4)),
        List.of(
            new ParityCertificate(
                "pmml",
                "spark",
                512,
                64,
                4.4e-16,
                Map.of(
                    "probability(no)", new ParityCertificate.Difference(4.4e-16, 4.4e-16),
                    "probability(yes)", new ParityCertificate.Difference(2.2e-16, 2.2e-16)),
                0,
                0,
                1e-9,
                List.of())),
        plain.provenance(),
        plain.algorithm(),
        plain.description());
  }

  private static byte[] written(VersionFacts facts) {
    return ManifestJson.write(new Manifest(Samples.CHURN, Samples.run(1), facts, List.of()));
  }

  private static byte[] fixture() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ManifestSchemaTest.class.getResourceAsStream(FIXTURE))) {
      return in.readAllBytes();
    }
  }
}
