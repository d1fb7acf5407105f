package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.publish;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.TagKey;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to aliases and versions after they came to be, whatever store they stand on. */
abstract class LifeCycleContract {
  private static final TagKey TICKET = new TagKey("ticket");
  private static final OptionalInt ANY = OptionalInt.empty();

  private FileStore store;
  private ModelRegistry registry;

  /** An empty store, on a folder that need not be there yet. */
  abstract FileStore store(Path folder) throws IOException;

  @BeforeEach
  final void open(@TempDir Path folder) throws IOException {
    store = store(folder.resolve("registry"));
    registry = registry(store);
    publish(registry, run(1));
    publish(registry, run(2));
    publish(registry, run(3));
  }

  @Test
  void takesAnAliasAway() {
    move(1, 11);
    AliasMove gone =
        registry.removeAlias(CHURN, Alias.CHAMPION, OptionalInt.of(1), "retired", run(12));
    assertThat(gone.from()).hasValue(1);
    assertThat(gone.to()).isEmpty();
    assertThat(gone.changed()).isTrue();
    assertThat(registry.show(CHURN).aliases()).isEmpty();
    assertFails(
        ErrorCode.NO_SUCH_ALIAS, () -> registry.resolve(ModelRef.parse("churn")), "no alias");
    AliasMove again = registry.removeAlias(CHURN, Alias.CHAMPION, ANY, "again", run(13));
    assertThat(again.changed()).isFalse();
    assertThat(again.reason()).isEqualTo("retired");
  }

  @Test
  void refusesToTakeAwayWhatIsNotThereOrIsElsewhere() {
    assertFails(
        ErrorCode.NO_SUCH_ALIAS,
        () -> registry.removeAlias(CHURN, Alias.CHAMPION, ANY, "x", run(11)),
        "churn has no alias 'champion'");
    move(2, 12);
    assertFails(
        ErrorCode.ALIAS_MOVED,
        () -> registry.removeAlias(CHURN, Alias.CHAMPION, OptionalInt.of(1), "x", run(13)),
        "points to version 2, not to version 1");
    assertThat(registry.show(CHURN).aliases()).containsEntry(Alias.CHAMPION, 2);
  }

  @Test
  void rollsBackStepByStepAndNeverForth() {
    move(1, 11);
    move(2, 12);
    move(3, 13);
    assertThat(rollBack(14)).isEqualTo(2);
    assertThat(rollBack(15)).isEqualTo(1);
    assertFails(
        ErrorCode.NOTHING_TO_ROLL_BACK, () -> rollBack(16), "no earlier version that may still");
    move(3, 17);
    assertThat(rollBack(18)).isEqualTo(1);
    assertThat(registry.resolve(ModelRef.parse("churn")).version().number()).isEqualTo(1);
  }

  @Test
  void rollsBackOnceHoweverOftenARunAsks() {
    move(1, 11);
    move(2, 12);
    move(3, 13);
    AliasMove first = registry.rollBackAlias(CHURN, Alias.CHAMPION, ANY, "drifts", run(14));
    assertThat(first.from()).hasValue(3);
    assertThat(registry.rollBackAlias(CHURN, Alias.CHAMPION, ANY, "drifts", run(14)))
        .isEqualTo(first);
    assertThat(registry.show(CHURN).aliases()).containsEntry(Alias.CHAMPION, 2);
  }

  @Test
  void rollsBackOnlyFromWhereItIsExpected() {
    move(1, 11);
    move(2, 12);
    assertFails(
        ErrorCode.ALIAS_MOVED,
        () -> registry.rollBackAlias(CHURN, Alias.CHAMPION, OptionalInt.of(3), "x", run(13)),
        "points to version 2, not to version 3");
    assertThat(registry.rollBackAlias(CHURN, Alias.CHAMPION, OptionalInt.of(2), "x", run(14)).to())
        .hasValue(1);
  }

  @Test
  void rollsBackPastVersionsThatWereWithdrawnSince() {
    move(1, 11);
    move(2, 12);
    move(3, 13);
    withdraw(2, 14);
    assertThat(rollBack(15)).isEqualTo(1);
    assertFails(ErrorCode.NOTHING_TO_ROLL_BACK, () -> rollBack(16), "registry history churn");
  }

  @Test
  void rollsBackTheRemovalOfAnAlias() {
    move(1, 11);
    move(2, 12);
    registry.removeAlias(CHURN, Alias.CHAMPION, ANY, "by mistake", run(13));
    assertThat(rollBack(14)).isEqualTo(2);
    assertThat(rollBack(15)).isEqualTo(1);
  }

  @Test
  void refusesToRollBackAnAliasThatNeverWas() {
    assertFails(ErrorCode.NO_SUCH_ALIAS, () -> rollBack(11), "churn has no alias 'champion'");
  }

  @Test
  void refusesAWithdrawnVersionAndSaysWhy() {
    move(2, 11);
    assertThat(withdraw(2, 12)).isTrue();
    for (String ref : new String[] {"churn", "churn@champion", "churn:2"}) {
      assertFails(
          ErrorCode.VERSION_WITHDRAWN,
          () -> registry.resolve(ModelRef.parse(ref)),
          "is version 2 of churn, which ada withdrew at 2026-05-01T03:15:00.123Z: leaked labels");
    }
    assertFails(
        ErrorCode.VERSION_WITHDRAWN,
        () -> registry.resolve(ModelRef.parse("churn")),
        "almanac registry alias churn champion VERSION --reason TEXT");
    assertThat(registry.inspect(ModelRef.parse("churn")).version().number()).isEqualTo(2);
    assertThat(registry.show(CHURN).versions().get(1).withdrawn().orElseThrow().reason())
        .isEqualTo("leaked labels");
    assertThat(registry.models().get(0).withdrawn()).isEqualTo(1);
  }

  @Test
  void saysHowTheAliasThatWasUsedIsMoved() {
    Alias challenger = new Alias("challenger");
    registry.moveAlias(CHURN, challenger, 3, ANY, "young", run(11));
    move(2, 12);
    move(3, 13);
    withdraw(3, 14);
    assertFails(
        ErrorCode.VERSION_WITHDRAWN,
        () -> registry.resolve(ModelRef.parse("churn@champion")),
        "Move the alias with: almanac registry rollback churn champion --reason TEXT");
    assertFails(
        ErrorCode.VERSION_WITHDRAWN,
        () -> registry.resolve(ModelRef.parse("churn@challenger")),
        "Move the alias with: almanac registry alias churn challenger VERSION --reason TEXT");
    assertFails(
        ErrorCode.VERSION_WITHDRAWN,
        () -> registry.resolve(ModelRef.parse("churn:3")),
        "Use another version, or let this one be used again with: almanac registry restore churn:3"
            + " --reason TEXT");
    assertThat(rollBack(15)).isEqualTo(2);
  }

  @Test
  void refusesAVersionThatIsWithdrawnWhileItIsUsed() {
    RegisteredVersion version = registry.resolve(ModelRef.parse("churn:2"));
    registry.requireUsable(version);
    withdraw(2, 11);
    assertFails(
        ErrorCode.VERSION_WITHDRAWN, () -> registry.requireUsable(version), "leaked labels");
  }

  @Test
  void refusesToPointAnAliasToAWithdrawnVersion() {
    withdraw(2, 11);
    assertFails(ErrorCode.VERSION_WITHDRAWN, () -> move(2, 12), "leaked labels");
    assertThat(registry.show(CHURN).aliases()).isEmpty();
  }

  @Test
  void answersWhoWasChampionThoughTheVersionIsWithdrawnNow() {
    move(2, 11);
    withdraw(2, 12);
    ModelRef then = ModelRef.parse("churn@champion?at=2026-05-02");
    assertThat(registry.inspect(then).version().number()).isEqualTo(2);
    assertFails(ErrorCode.VERSION_WITHDRAWN, () -> registry.resolve(then), "leaked labels");
  }

  @Test
  void restoresAWithdrawnVersion() {
    move(2, 11);
    withdraw(2, 12);
    assertThat(registry.lifeCycle().restore(version(2), "no leak after all", run(13))).isTrue();
    assertThat(registry.resolve(ModelRef.parse("churn")).version().number()).isEqualTo(2);
    assertThat(registry.lifeCycle().restore(version(2), "again", run(14))).isFalse();
    assertThat(registry.show(CHURN).versions().get(1).withdrawn()).isEmpty();
    assertThat(withdraw(2, 15)).isTrue();
    assertThat(withdraw(2, 16)).isFalse();
  }

  @Test
  void refusesLifeCycleChangesOfWhatIsNotThere() {
    LifeCycle life = registry.lifeCycle();
    assertFails(ErrorCode.NO_SUCH_VERSION, () -> withdraw(9, 11), "It has versions 1 to 3.");
    assertFails(
        ErrorCode.NO_SUCH_VERSION, () -> life.restore(version(9), "x", run(11)), "no version 9");
    assertFails(
        ErrorCode.NO_SUCH_VERSION,
        () -> life.tag(CHURN, OptionalInt.of(9), TICKET, "x", run(11)),
        "no version 9");
    assertFails(
        ErrorCode.NO_SUCH_VERSION,
        () -> life.note(CHURN, OptionalInt.of(9), "x", run(11)),
        "no version 9");
    assertFails(
        ErrorCode.NO_SUCH_MODEL,
        () -> life.note(new ModelName("chrn"), ANY, "x", run(11)),
        "Did you mean 'churn'?");
    assertThat(registry.show(CHURN).events()).hasSize(3);
  }

  @Test
  void keepsTagsOfVersionsAndOfTheModel() {
    LifeCycle life = registry.lifeCycle();
    OptionalInt second = OptionalInt.of(2);
    assertThat(life.tag(CHURN, second, TICKET, "OPS-1", run(11))).isTrue();
    assertThat(life.tag(CHURN, second, TICKET, "OPS-1", run(12))).isFalse();
    assertThat(life.tag(CHURN, second, TICKET, "OPS-2", run(13))).isTrue();
    assertThat(life.tag(CHURN, ANY, new TagKey("owner"), "größe & co", run(14))).isTrue();
    ModelHistory history = registry.show(CHURN);
    assertThat(history.tags()).containsEntry(new TagKey("owner"), "größe & co").hasSize(1);
    assertThat(history.versions().get(1).tags()).containsEntry(TICKET, "OPS-2").hasSize(1);
    assertThat(history.versions().get(0).tags()).isEmpty();
    assertThat(life.untag(CHURN, second, TICKET, run(15))).isTrue();
    assertThat(life.untag(CHURN, second, TICKET, run(16))).isFalse();
    assertThat(registry.show(CHURN).versions().get(1).tags()).isEmpty();
    assertFails(
        ErrorCode.NO_SUCH_TAG,
        () -> life.untag(CHURN, ANY, TICKET, run(17)),
        "churn has no tag 'ticket'. It has owner.");
  }

  @Test
  void keepsNotes() {
    registry.lifeCycle().note(CHURN, OptionalInt.of(1), "without the strike of 12 May", run(11));
    registry.lifeCycle().note(CHURN, OptionalInt.of(1), "without the strike of 12 May", run(11));
    registry.lifeCycle().note(CHURN, ANY, "to be replaced\nin autumn", run(12));
    ModelHistory history = registry.show(CHURN);
    assertThat(history.versions().get(0).notes())
        .extracting(LedgerEvent.Noted::text)
        .containsExactly("without the strike of 12 May");
    assertThat(history.notes())
        .extracting(LedgerEvent.Noted::text)
        .containsExactly("to be replaced\nin autumn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "bell\u0007", "escape \u001b[31m", "nul\u0000"})
  void refusesRemarksThatSayNothingOrHideSomething(String text) {
    LifeCycle life = registry.lifeCycle();
    assertFails(
        ErrorCode.BAD_OPTION, () -> life.withdraw(version(1), text, run(11)), "reason is required");
    assertFails(ErrorCode.BAD_OPTION, () -> life.note(CHURN, ANY, text, run(11)), "A note has");
    assertFails(
        ErrorCode.BAD_OPTION, () -> life.tag(CHURN, ANY, TICKET, text, run(11)), "A tag has");
    assertFails(
        ErrorCode.BAD_OPTION,
        () -> registry.rollBackAlias(CHURN, Alias.CHAMPION, ANY, text, run(11)),
        "say why");
    assertFails(
        ErrorCode.BAD_OPTION, () -> life.restore(version(1), "x".repeat(2_001), run(11)), "2001");
    assertThat(registry.show(CHURN).events()).hasSize(3);
  }

  @Test
  void knowsTheVersionThatANewOneFollows() {
    assertThat(registry.current(CHURN, Alias.CHAMPION)).isEmpty();
    assertThat(registry.current(new ModelName("none"), Alias.CHAMPION)).isEmpty();
    move(2, 11);
    assertThat(registry.current(CHURN, Alias.CHAMPION)).hasValue(new ParentVersion(2, run(2)));
    StagedVersion staged = Samples.staged(registry, run(4));
    VersionFacts facts = Samples.facts(run(4), Optional.of(new ParentVersion(2, run(2))));
    assertThat(registry.publish(staged, facts).manifest().facts().provenance().parent())
        .hasValue(new ParentVersion(2, run(2)));
    assertThat(registry.resolve(ModelRef.parse("churn:4")).manifest().facts()).isEqualTo(facts);
  }

  private AliasMove move(int version, int runNumber) {
    return registry.moveAlias(CHURN, Alias.CHAMPION, version, ANY, "better", run(runNumber));
  }

  private int rollBack(int runNumber) {
    return registry
        .rollBackAlias(CHURN, Alias.CHAMPION, ANY, "drifts", run(runNumber))
        .to()
        .orElseThrow();
  }

  private boolean withdraw(int number, int runNumber) {
    return registry.lifeCycle().withdraw(version(number), "leaked labels", run(runNumber));
  }

  private static ModelVersion version(int number) {
    return new ModelVersion(CHURN, number);
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call, String message) {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code))
        .withMessageContaining(message);
  }
}
