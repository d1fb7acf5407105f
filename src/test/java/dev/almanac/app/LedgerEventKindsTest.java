package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Alias;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import dev.almanac.registry.LedgerEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of event has its words and its fields in the ledger. JDK 17 cannot check that code
 * which asks for the kinds one after another asks for all: a new kind fails here until it has a
 * sample.
 */
class LedgerEventKindsTest {
  private static final LedgerEvent.Stamp STAMP =
      new LedgerEvent.Stamp(7, Instant.EPOCH, "ann", new RunId("run-7"));

  /** A sample of each kind, with words that its text and its JSON must have. */
  private static final Map<LedgerEvent, List<String>> SAMPLES =
      Map.of(
          new LedgerEvent.Registered(STAMP, 3, "versions/run-7", "0".repeat(64), Optional.empty()),
          List.of("version 3 registered", "versions/run-7"),
          new LedgerEvent.Refused(STAMP, List.of("auc too low"), Optional.empty()),
          List.of("refused: auc too low", "auc too low"),
          new LedgerEvent.AliasMoved(
              STAMP,
              Alias.CHAMPION,
              OptionalInt.of(1),
              OptionalInt.of(3),
              "better",
              OptionalLong.empty()),
          List.of("champion → version 3: better", "champion"),
          new LedgerEvent.Tagged(STAMP, OptionalInt.of(3), new TagKey("ticket"), Optional.of("X1")),
          List.of("version 3 tag ticket = X1", "ticket"),
          new LedgerEvent.Noted(STAMP, OptionalInt.of(3), "without strikes"),
          List.of("version 3 note: without strikes", "without strikes"),
          new LedgerEvent.Withdrawn(STAMP, 3, "leak"),
          List.of("version 3 withdrawn: leak", "leak"),
          new LedgerEvent.Restored(STAMP, 3, "no leak"),
          List.of("version 3 restored: no leak", "no leak"),
          new LedgerEvent.Discarded(STAMP, new RunId("run-5")),
          List.of("run run-5 may not publish any more", "run-5"),
          new LedgerEvent.Unknown(STAMP, "blessed", "{\"kind\":\"blessed\"}", true),
          List.of("blessed (of a later release; it restricts", "blessed"));

  static Stream<Class<?>> kinds() {
    return Stream.of(LedgerEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void hasWordsAndFields(Class<?> kind) {
    LedgerEvent sample =
        SAMPLES.keySet().stream()
            .filter(kind::isInstance)
            .findFirst()
            .orElseThrow(() -> new AssertionError("add a sample of " + kind));
    List<String> words = SAMPLES.getOrDefault(sample, List.of());
    assertThat(SummaryFormatter.event(sample)).startsWith(words.get(0));
    assertThat(sample.json()).contains(words.get(1));
  }
}
