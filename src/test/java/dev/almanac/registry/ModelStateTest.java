package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.registry.LedgerEvent.AliasMoved;
import dev.almanac.registry.LedgerEvent.Refused;
import dev.almanac.registry.LedgerEvent.Registered;
import dev.almanac.registry.LedgerEvent.Stamp;
import dev.almanac.registry.LedgerEvent.Unknown;
import dev.almanac.registry.LedgerEvent.Withdrawn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ModelStateTest {
  private static final Instant DAY_ONE = Instant.parse("2026-05-01T00:00:00Z");
  private static final Alias CHALLENGER = new Alias("challenger");

  @Test
  void isEmptyBeforeTheFirstEvent() {
    ModelState state = ModelState.fold(CHURN, List.of());
    assertThat(state.latest()).isEmpty();
    assertThat(state.targets()).isEmpty();
    assertThat(state.target(Alias.CHAMPION)).isEmpty();
  }

  @Test
  void knowsVersionsAliasesAndRefusals() {
    ModelState state =
        ModelState.fold(
            CHURN,
            List.of(
                registered(1, 1),
                moved(2, Alias.CHAMPION, 0, 1),
                refused(3),
                registered(4, 2),
                moved(5, CHALLENGER, 0, 2)));
    assertThat(state.latest()).hasValue(2);
    assertThat(state.target(Alias.CHAMPION)).hasValue(1);
    assertThat(state.target(CHALLENGER)).hasValue(2);
    assertThat(state.refusals()).containsOnlyKeys(Samples.run(3));
    assertThat(state.registeredBy(Samples.run(4))).map(Registered::number).hasValue(2);
    assertThat(state.registeredBy(Samples.run(3))).isEmpty();
  }

  @Test
  void letsTheLastMoveOfAnAliasWin() {
    ModelState state =
        ModelState.fold(
            CHURN,
            List.of(
                registered(1, 1),
                registered(2, 2),
                moved(3, Alias.CHAMPION, 0, 2),
                moved(4, Alias.CHAMPION, 2, 1)));
    assertThat(state.target(Alias.CHAMPION)).hasValue(1);
  }

  @Test
  void forgetsAnAliasThatWasTakenAway() {
    AliasMoved removal =
        new AliasMoved(
            stamp(3),
            Alias.CHAMPION,
            OptionalInt.of(1),
            OptionalInt.empty(),
            "retired",
            OptionalLong.empty());
    ModelState state =
        ModelState.fold(CHURN, List.of(registered(1, 1), moved(2, Alias.CHAMPION, 0, 1), removal));
    assertThat(state.targets()).isEmpty();
  }

  @Test
  void isLeftAsItIsByKindsOfLaterReleases() {
    List<LedgerEvent> known = List.of(registered(1, 1), moved(2, Alias.CHAMPION, 0, 1));
    List<LedgerEvent> more =
        List.of(known.get(0), known.get(1), new Unknown(stamp(3), "praised", "{}", false));
    assertThat(ModelState.fold(CHURN, more)).isEqualTo(ModelState.fold(CHURN, known));
  }

  @Test
  void stopsAtARestrictionThatALaterReleaseMadeUp() {
    List<LedgerEvent> events =
        List.of(registered(1, 1), new Unknown(stamp(2), "embargoed", "{}", true));
    ModelState state = ModelState.fold(CHURN, events);
    assertThat(state.latest()).hasValue(1);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(state::requireUnderstood)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_NOT_UNDERSTOOD))
        .withMessageContaining("'embargoed' (number 2)")
        .withMessageContaining("Use that release");
  }

  @Test
  void refusesToWithdrawAVersionThatIsNone() {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () ->
                ModelState.fold(
                    CHURN, List.of(registered(1, 1), new Withdrawn(stamp(2), 7, "why"))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("withdraws version 7, which nothing registered");
  }

  @Test
  void knowsWhatWasTrueAtAnInstant() {
    List<LedgerEvent> events =
        List.of(
            registered(1, 1),
            moved(2, Alias.CHAMPION, 0, 1),
            registered(3, 2),
            moved(4, Alias.CHAMPION, 1, 2));
    assertThat(at(events, 0).targets()).isEmpty();
    assertThat(at(events, 2).target(Alias.CHAMPION)).hasValue(1);
    assertThat(at(events, 3).target(Alias.CHAMPION)).hasValue(1);
    assertThat(at(events, 4).target(Alias.CHAMPION)).hasValue(2);
    assertThat(at(events, 99).target(Alias.CHAMPION)).hasValue(2);
  }

  @Test
  void refusesAVersionThatIsRegisteredAgain() {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> ModelState.fold(CHURN, List.of(registered(1, 1), registered(2, 1))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("churn/ledger/00000000000000000002.json")
        .withMessageContaining("registers version 1 after 1");
  }

  @Test
  void refusesAnAliasToAVersionThatIsNone() {
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(
            () -> ModelState.fold(CHURN, List.of(registered(1, 1), moved(2, Alias.CHAMPION, 1, 7))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .withMessageContaining("points champion to version 7, which nothing registered");
  }

  private static ModelState at(List<LedgerEvent> events, int day) {
    return ModelState.foldUntil(CHURN, events, instant(day));
  }

  /** The n-th event happens on the n-th day. */
  private static Instant instant(long day) {
    return DAY_ONE.plusSeconds(day * 86_400);
  }

  private static Stamp stamp(long seq) {
    RunId runId = Samples.run((int) seq);
    return new Stamp(seq, instant(seq), "ada", runId);
  }

  private static Registered registered(long seq, int number) {
    return new Registered(
        stamp(seq), number, "versions/" + stamp(seq).runId(), "0", Optional.empty());
  }

  private static Refused refused(long seq) {
    return new Refused(stamp(seq), List.of("auc 0.5 is below 0.65"), Optional.empty());
  }

  private static AliasMoved moved(long seq, Alias alias, int from, int to) {
    return new AliasMoved(
        stamp(seq),
        alias,
        from == 0 ? OptionalInt.empty() : OptionalInt.of(from),
        OptionalInt.of(to),
        "better",
        OptionalLong.empty());
  }
}
