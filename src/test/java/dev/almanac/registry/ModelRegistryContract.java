package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.bytes;
import static dev.almanac.registry.Samples.facts;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static dev.almanac.registry.Samples.staged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry promises, whatever store it stands on: versions, aliases, references. */
abstract class ModelRegistryContract {
  private FileStore store;
  private ModelRegistry registry;

  /** An empty store, on a folder that need not be there yet. */
  abstract FileStore store(Path folder) throws IOException;

  @BeforeEach
  final void open(@TempDir Path folder) throws IOException {
    store = store(folder.resolve("registry"));
    registry = registry(store);
  }

  @Test
  void numbersVersionsFromOne() {
    assertThat(publish(registry, run(1)).version()).hasToString("churn:1");
    RegisteredVersion second = publish(registry, run(2));
    assertThat(second.version()).hasToString("churn:2");
    assertThat(second.registeredAt()).isEqualTo(Samples.NOW);
    assertThat(second.by()).isEqualTo("ada");
    assertThat(second.folder()).isEqualTo("versions/" + run(2));
  }

  @Test
  void givesBackTheFactsItWasGiven() {
    RegisteredVersion published = publish(registry, run(1));
    RegisteredVersion resolved = registry.resolve(ModelRef.parse("churn:1"));
    assertThat(resolved).isEqualTo(published);
    assertThat(resolved.manifest().facts()).isEqualTo(facts(run(1)));
    assertThat(resolved.manifest().files())
        .extracting(ArtifactFile::name)
        .containsExactly("model.pmml", "pipeline/metadata/part-00000", "staged.json");
  }

  @Test
  void handsOutVerifiedFiles() {
    VersionArtifacts artifacts = registry.open(publish(registry, run(1)));
    assertThat(artifacts.read("model.pmml")).isEqualTo(bytes("<PMML/> by " + run(1)));
    assertThat(artifacts.verifiedLocation("pipeline", (name, content) -> {}))
        .isEqualTo(store.locate("churn/versions/" + run(1) + "/pipeline"));
    assertThat(artifacts.has("pipeline")).isTrue();
    assertThat(artifacts.has("model.onnx")).isFalse();
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> artifacts.read("model.onnx"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("churn:1 has no 'model.onnx'; its manifest knows [model.pmml,");
  }

  @Test
  void leavesOutTheSideFilesOfHadoop() {
    StagedVersion staged = staged(registry, run(1));
    store.write("churn/versions/" + run(1) + "/pipeline/metadata/.part-00000.crc", bytes("crc"));
    RegisteredVersion version = registry.publish(staged, facts(run(1)));
    assertThat(version.manifest().files())
        .extracting(ArtifactFile::name)
        .noneMatch(name -> name.endsWith(".crc"));
    assertThat(registry.open(version).verifiedLocation("pipeline", (name, content) -> {}))
        .isNotEmpty();
  }

  @Test
  void showsNothingOfAVersionThatIsOnlyStaged() {
    StagedVersion staged = staged(registry, run(1));
    assertThat(registry.models()).isEmpty();
    staged.discard();
    assertThat(store.walk("churn")).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> staged.put("late", bytes("x")));
  }

  @Test
  void keepsWhatWasPublishedWhenItIsDiscarded() {
    StagedVersion staged = staged(registry, run(1));
    RegisteredVersion version = registry.publish(staged, facts(run(1)));
    staged.discard();
    assertThat(registry.open(version).read("model.pmml")).isNotEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> staged.put("model.pmml", bytes("other")))
        .withMessageContaining("has published");
  }

  @Test
  void publishesARunOnce() {
    StagedVersion staged = staged(registry, run(1));
    RegisteredVersion first = registry.publish(staged, facts(run(1)));
    assertThat(registry.publish(staged, facts(run(1)))).isEqualTo(first);
    assertThat(registry.registeredBy(CHURN, run(1))).hasValue(first);
    assertThat(registry.registeredBy(CHURN, run(2))).isEmpty();
    assertThat(registry.show(CHURN).events()).hasSize(1);
  }

  @Test
  void refusesToStageARunTwice() {
    publish(registry, run(1));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.stage(CHURN, run(1)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LOST_RACE))
        .withMessageContaining("Run " + run(1) + " has begun a version of churn before");
  }

  @Test
  void refusesToPublishNothing() {
    StagedVersion staged = registry.stage(CHURN, run(1));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry.publish(staged, facts(run(1))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_TO_PUBLISH))
        .withMessageContaining("put no file");
  }

  @Test
  void refusesTheFactsOfAnotherRun() {
    StagedVersion staged = staged(registry, run(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry.publish(staged, facts(run(2))))
        .withMessageContaining("cannot publish what run " + run(2) + " made");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "/etc/passwd", "a/../../x", "", "manifest.json", "staged.json", "a\nb"})
  void refusesArtifactsThatAreNotItsOwn(String name) {
    StagedVersion staged = registry.stage(CHURN, run(1));
    assertThatIllegalArgumentException().isThrownBy(() -> staged.put(name, bytes("x")));
    assertThatIllegalArgumentException().isThrownBy(() -> staged.location(name));
  }

  @Test
  void movesAnAliasAndRemembersWhy() {
    publish(registry, run(1));
    publish(registry, run(2));
    AliasMove first =
        registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(3));
    assertThat(first.from()).isEmpty();
    assertThat(first.changed()).isTrue();
    AliasMove second =
        registry.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.of(1), "better", run(4));
    assertThat(second.from()).hasValue(1);
    assertThat(registry.resolve(ModelRef.parse("churn")).version().number()).isEqualTo(2);
    assertThat(registry.show(CHURN).events().get(3))
        .isEqualTo(
            new LedgerEvent.AliasMoved(
                new LedgerEvent.Stamp(4, Samples.NOW, "ada", run(4)),
                Alias.CHAMPION,
                OptionalInt.of(1),
                OptionalInt.of(2),
                "better",
                OptionalLong.empty()));
  }

  @Test
  void writesNothingWhenTheAliasIsThereAlready() {
    publish(registry, run(1));
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(2));
    AliasMove again =
        registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "again", run(3));
    assertThat(again.changed()).isFalse();
    assertThat(again.reason()).isEqualTo("first");
    AliasMove rerun = registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.of(0), "x", run(2));
    assertThat(rerun.changed()).isTrue();
    assertThat(registry.show(CHURN).events()).hasSize(2);
  }

  @Test
  void refusesToMoveAnAliasThatSomebodyElseMoved() {
    publish(registry, run(1));
    publish(registry, run(2));
    registry.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.of(0), "first", run(3));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () -> registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.of(1), "back", run(4)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ALIAS_MOVED))
        .withMessageContaining("churn@champion points to version 2, not to version 1 as expected");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () -> registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.of(0), "new", run(4)))
        .withMessageContaining("points to version 2, not to no version as expected");
    assertThat(registry.show(CHURN).aliases()).containsEntry(Alias.CHAMPION, 2);
  }

  @Test
  void refusesAnAliasWithoutAReasonOrATarget() {
    publish(registry, run(1));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () -> registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), " ", run(2)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .withMessageContaining("say why");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () -> registry.moveAlias(CHURN, Alias.CHAMPION, 7, OptionalInt.empty(), "x", run(2)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_VERSION))
        .withMessageContaining("churn has no version 7. It has versions 1 to 1.");
  }

  @Test
  void answersWhoWasChampionBack() {
    publish(registry, run(1));
    Instant later = Samples.NOW.plus(Duration.ofDays(10));
    ModelRegistry then = registry(store, later);
    then.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(2));
    publish(then, run(3));
    ModelRegistry now = registry(store, later.plus(Duration.ofDays(10)));
    now.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.empty(), "better", run(4));
    assertThat(resolved("churn@champion")).isEqualTo(2);
    assertThat(resolved("churn@champion?at=2026-05-15")).isEqualTo(1);
    assertThat(resolved("churn@champion?at=2026-05-11T03:15:00.123Z")).isEqualTo(1);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn@champion?at=2026-05-02"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_ALIAS))
        .withMessageContaining("churn has no alias 'champion' at 2026-05-02T00:00:00Z");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn@champion?at=2020-01-01"))
        .withMessageContaining("It had no version at 2020-01-01T00:00:00Z.");
  }

  @Test
  void neverWritesAnEventBeforeTheOneThatPrecedesIt() {
    publish(registry, run(1));
    publish(registry(store, Samples.NOW.minus(Duration.ofDays(1))), run(2));
    assertThat(registry.show(CHURN).events())
        .extracting(event -> event.stamp().at())
        .containsExactly(Samples.NOW, Samples.NOW);
  }

  @Test
  void saysWhatThereIsWhenSomethingIsNot() {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_MODEL))
        .withMessageContaining("The registry has no model yet");
    publish(registry, run(1));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("chrn:1"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_MODEL))
        .withMessageContaining("Did you mean 'churn'?");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("something-else"))
        .withMessageContaining("It has churn.");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn:9"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_VERSION))
        .withMessageContaining("It has versions 1 to 1.");
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn@champion"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_ALIAS))
        .withMessageContaining("It has versions 1 to 1 and no alias");
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(2));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn@champoin"))
        .withMessageContaining("Did you mean 'champion'? Its aliases: champion -> 1.");
  }

  @Test
  void remembersRefusalsOncePerRun() {
    List<String> reasons = List.of("auc 0.52 is below 0.65");
    registry.recordRefusal(CHURN, run(1), reasons, Optional.of(Samples.evaluation()));
    registry.recordRefusal(CHURN, run(1), reasons, Optional.of(Samples.evaluation()));
    registry.recordRefusal(CHURN, run(2), List.of("parity"), Optional.empty());
    assertThat(registry.show(CHURN).refusals())
        .extracting(LedgerEvent.Refused::reasons, LedgerEvent.Refused::evaluation)
        .containsExactly(
            tuple(reasons, Optional.of(Samples.evaluation())),
            tuple(List.of("parity"), Optional.empty()));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> resolved("churn:1"))
        .withMessageContaining("It has no version yet; 2 run(s) were refused.");
  }

  @Test
  void summarisesEveryModel() {
    publish(registry, run(1));
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(2));
    ModelName delay = new ModelName("a-delay");
    registry.recordRefusal(delay, run(3), List.of("bad"), Optional.empty());
    store.write("README.txt", bytes("not a model"));
    store.write("lost+found/x", bytes("not a model"));
    List<ModelSummary> models = registry.models();
    assertThat(models).extracting(ModelSummary::name).containsExactly(delay, CHURN);
    assertThat(models.get(0).latest()).isEmpty();
    assertThat(models.get(0).refusals()).isEqualTo(1);
    assertThat(models.get(1).latest()).hasValue(1);
    assertThat(models.get(1).aliases()).containsEntry(Alias.CHAMPION, 1);
    assertThat(models.get(1).lastEvent()).map(LedgerEvent::kind).hasValue("alias-moved");
    assertThat(models.get(1).damage()).isEmpty();
  }

  private int resolved(String ref) {
    return registry.resolve(ModelRef.parse(ref)).version().number();
  }
}
