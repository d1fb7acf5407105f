package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.NOW;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.TagKey;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.testing.MemoryFileStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The format of registries, schema 1, as releases wrote it. The fixtures are never written again:
 * every later release reads them. {@link #main} made the second, a main like it the first.
 */
final class RegistryFormatTest {
  private static final String FIRST = "registry-v1";
  private static final String LIFE = "registry-v1-life-cycle";
  private static final LedgerCheckpoint.Range PAGE = new LedgerCheckpoint.Range(1, 100);

  private final FileStore fixture = Samples.store(fixture(FIRST));

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
    assertThat(artifacts.verifiedLocation("pipeline", (name, content) -> {})).endsWith("/pipeline");
  }

  @Test
  void readsTheLifeOfVersionsAsItWasFirstWritten() {
    ModelRegistry registry = Samples.registry(Samples.store(fixture(LIFE)));
    ModelHistory history = registry.show(CHURN);
    assertThat(history.events())
        .extracting(LedgerEvent::kind)
        .containsExactly(
            "registered",
            "alias-moved",
            "registered",
            "alias-moved",
            "alias-moved",
            "alias-moved",
            "alias-moved",
            "tagged",
            "tagged",
            "tagged",
            "noted",
            "withdrawn",
            "restored",
            "withdrawn",
            "discarded",
            "registered");
    assertThat(history.aliases()).isEqualTo(Map.of(Alias.CHAMPION, 1));
    assertThat(history.tags()).isEqualTo(Map.of(new TagKey("owner"), "größe & co"));
    assertThat(history.versions())
        .extracting(version -> version.withdrawn().map(LedgerEvent.Withdrawn::reason))
        .containsExactly(Optional.empty(), Optional.of("leaked again"), Optional.empty());
    assertThat(history.versions().get(1).manifest().orElseThrow().facts().provenance().parent())
        .hasValue(new ParentVersion(1, run(1)));
    assertThat(history.versions().get(2).origin().map(Origin::number)).hasValue(1);
    assertThat(registry.verifier().all(Progress.SILENT).findings()).isEmpty();
    assertThat(registry.resolve(ModelRef.parse("churn")).version().number()).isEqualTo(1);
  }

  @Test
  void readsAPageAsItWasFirstWritten() throws Exception {
    LedgerCheckpoint page =
        LedgerCheckpoint.read(Files.readAllBytes(fixture("ledger-page-v1.jsonl")), PAGE);
    assertThat(page.events()).hasSize(100);
    assertThat(page.events().get(99).kind()).isEqualTo("alias-moved");
    assertThat(page).isEqualTo(page());
  }

  @Test
  void writesTheSameBytesToday(@TempDir Path folder) throws Exception {
    FileStore today = Samples.store(folder.resolve("first"));
    fill(today);
    assertSame(today, fixture);
    FileStore life = Samples.store(folder.resolve("life"));
    live(life);
    assertSame(life, Samples.store(fixture(LIFE)));
    assertThat(page().write()).isEqualTo(Files.readAllBytes(fixture("ledger-page-v1.jsonl")));
  }

  private static void assertSame(FileStore found, FileStore expected) {
    assertThat(names(found)).isEqualTo(names(expected));
    for (String name : names(expected)) {
      assertThat(text(found, name)).as(name).isEqualTo(text(expected, name));
    }
  }

  /** Writes the fixtures of lives and pages into the folder that is named. */
  public static void main(String[] args) throws IOException {
    live(Samples.store(Path.of(args[0], LIFE)));
    Files.write(Path.of(args[0], "ledger-page-v1.jsonl"), page().write());
  }

  private static LedgerCheckpoint page() {
    FileStore store = new MemoryFileStore();
    new LedgerFiller(store, CHURN).fillTo(100);
    return new Ledger(store, CHURN).read().page(PAGE);
  }

  private static void live(FileStore store) {
    ModelRegistry registry = Samples.registry(store);
    OptionalInt second = OptionalInt.of(2);
    Samples.publish(registry, run(1));
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "the first", run(1));
    StagedVersion staged = Samples.staged(registry, run(2));
    registry.publish(staged, Samples.facts(run(2), Optional.of(new ParentVersion(1, run(1)))));
    registry.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.of(1), "better", run(2));
    registry.rollBackAlias(CHURN, Alias.CHAMPION, OptionalInt.of(2), "drifts", run(3));
    Alias trial = new Alias("trial");
    registry.moveAlias(CHURN, trial, 2, OptionalInt.empty(), "a trial", run(4));
    registry.removeAlias(CHURN, trial, OptionalInt.empty(), "over", run(5));
    LifeCycle life = registry.lifeCycle();
    life.tag(CHURN, OptionalInt.empty(), new TagKey("owner"), "größe & co", run(6));
    life.tag(CHURN, second, new TagKey("ticket"), "OPS-471", run(7));
    life.untag(CHURN, second, new TagKey("ticket"), run(8));
    life.note(CHURN, second, "without the strike\nof 12 May", run(9));
    ModelVersion version = new ModelVersion(CHURN, 2);
    life.withdraw(version, "leaked", run(10));
    life.restore(version, "no leak", run(11));
    life.withdraw(version, "leaked again", run(12));
    registry
        .cleaner()
        .remove(new OrphanFiles.Abandoned(CHURN, run(13), "churn/versions/x", 0, NOW), run(14));
    ModelRegistry dev = Samples.registry(new MemoryFileStore());
    RegisteredVersion source = Samples.publish(dev, run(15));
    registry.copyFrom(dev, source, run(16), Progress.SILENT);
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

  private static Path fixture(String name) {
    URL found =
        Objects.requireNonNull(RegistryFormatTest.class.getResource("/fixtures/" + name), name);
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
