package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The format of registries, schema 1, as the first release wrote it. The fixture is never written
 * again: every later release reads it. {@link #main} made it.
 */
final class RegistryFormatTest {
  private final FileStore fixture = Samples.store(fixture());

  @Test
  void readsTheRegistryOfTheFirstRelease() {
    ModelRegistry registry = Samples.registry(fixture);
    assertThat(registry.models())
        .extracting(model -> model.name().value(), ModelSummary::versions, ModelSummary::refusals)
        .containsExactly(tuple("churn", 2, 1), tuple("refused-only", 0, 1));
    ModelHistory history = registry.show(CHURN);
    assertThat(history.aliases()).containsEntry(Alias.CHAMPION, 2);
    assertThat(history.events())
        .extracting(LedgerEvent::kind)
        .containsExactly("registered", "alias-moved", "refused", "registered", "alias-moved");
    assertThat(history.refusals().get(0).evaluation()).hasValue(Samples.evaluation());
    RegisteredVersion then = registry.resolve(ModelRef.parse("churn@champion?at=2026-05-02"));
    assertThat(then.version().number()).isEqualTo(1);
    assertThat(then.manifest().facts()).isEqualTo(Samples.facts(run(1)));
    VersionArtifacts artifacts = registry.open(registry.resolve(ModelRef.parse("churn")));
    assertThat(new String(artifacts.read("model.pmml"), StandardCharsets.UTF_8))
        .isEqualTo("<PMML/> by " + run(3));
    assertThat(artifacts.verifiedLocation("pipeline")).endsWith("/pipeline");
  }

  @Test
  void writesTheSameBytesToday(@TempDir Path folder) {
    FileStore today = Samples.store(folder);
    fill(today);
    assertThat(names(today)).isEqualTo(names(fixture));
    for (String name : names(fixture)) {
      assertThat(text(today, name)).as(name).isEqualTo(text(fixture, name));
    }
  }

  /** Writes the fixture into the folder that is named. */
  public static void main(String[] args) {
    fill(Samples.store(Path.of(args[0])));
  }

  private static void fill(FileStore store) {
    ModelRegistry first = Samples.registry(store);
    Samples.publish(first, run(1));
    first.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "the first", run(1));
    ModelRegistry second = Samples.registry(store, Samples.NOW.plus(Duration.ofDays(30)));
    second.recordRefusal(
        CHURN, run(2), List.of("auc 0.52 is below 0.65"), Optional.of(Samples.evaluation()));
    Samples.publish(second, run(3));
    second.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.of(1), "better by 0.02 auc", run(3));
    second.recordRefusal(
        new ModelName("refused-only"), run(4), List.of("parity"), Optional.empty());
  }

  private static List<String> names(FileStore store) {
    return store.walk("").stream().map(FileEntry::name).toList();
  }

  private static String text(FileStore store, String name) {
    return new String(store.read(name).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static Path fixture() {
    URL found =
        Objects.requireNonNull(
            RegistryFormatTest.class.getResource("/fixtures/registry-v1"), "the fixture");
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
