package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.TagKey;
import dev.almanac.files.FileStore;
import dev.almanac.testing.FaultyFileStore;
import dev.almanac.testing.FaultyFileStore.Crash;
import dev.almanac.testing.FaultyFileStore.Fault;
import dev.almanac.testing.MemoryFileStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One fault at every operation of every change, of every kind: what is seen afterwards is the state
 * before the change or the state after it, never one between, and doing the change again ends in
 * the state after it.
 */
final class LifeCycleFaultTest {
  private static final int OPERATIONS = 80;
  private static final OptionalInt ANY = OptionalInt.empty();
  private static final OptionalInt SECOND = OptionalInt.of(2);
  private static final TagKey TICKET = new TagKey("ticket");
  private static final ModelVersion VERSION = new ModelVersion(CHURN, 2);
  private static final FileStore ELSEWHERE = elsewhere();

  /** A change. */
  private enum Change {
    MOVE,
    UNALIAS,
    ROLLBACK,
    WITHDRAW,
    RESTORE,
    TAG,
    UNTAG,
    NOTE,
    REFUSE,
    CLEAN,
    COPY;

    /** Makes it, by the run of the number. */
    void accept(ModelRegistry registry, int number) {
      RunId run = run(number);
      LifeCycle life = registry.lifeCycle();
      switch (this) {
        case MOVE -> registry.moveAlias(CHURN, Alias.CHAMPION, 3, SECOND, "better", run);
        case UNALIAS -> registry.removeAlias(CHURN, Alias.CHAMPION, ANY, "x", run);
        case ROLLBACK -> registry.rollBackAlias(CHURN, Alias.CHAMPION, ANY, "x", run);
        case WITHDRAW -> life.withdraw(VERSION, "leak", run);
        case RESTORE -> life.restore(new ModelVersion(CHURN, 1), "no leak", run);
        case TAG -> life.tag(CHURN, SECOND, TICKET, "OPS-2", run);
        case UNTAG -> life.untag(CHURN, SECOND, TICKET, run);
        case NOTE -> life.note(CHURN, SECOND, "a note", run);
        case REFUSE -> registry.recordRefusal(CHURN, run, List.of("bad"), Optional.empty());
        case CLEAN -> {
          RegistryCleaner cleaner = registry.cleaner();
          cleaner.find(Duration.ZERO).forEach(debris -> cleaner.remove(debris, run));
        }
        case COPY -> {
          ModelRegistry other = registry(ELSEWHERE);
          RegisteredVersion version = other.resolve(ModelRef.parse("churn:1"));
          registry.copyFrom(other, version, run, Progress.SILENT);
        }
      }
    }

    /** A copy that broke off has used up its run id; all others may be asked for again. */
    int again(int number) {
      return this == COPY ? number + 1 : number;
    }
  }

  static Stream<Arguments> changesAndFaults() {
    return Stream.of(Change.values())
        .flatMap(
            change ->
                Stream.of(Fault.values())
                    .filter(fault -> fault != Fault.NONE)
                    .map(fault -> Arguments.of(change, fault)));
  }

  @ParameterizedTest
  @MethodSource("changesAndFaults")
  void happensWhollyOrNotAtAll(Change change, Fault fault) {
    Seen before = Seen.in(prepared());
    FileStore whole = prepared();
    change.accept(registry(whole), 70);
    Seen after = Seen.in(whole);
    int k = 0;
    FaultyFileStore faulty;
    do {
      k++;
      FileStore store = prepared();
      faulty = new FaultyFileStore(store, fault, k);
      Optional<ErrorCode> result = attempt(change, faulty);
      Seen now = Seen.in(store);
      assertThat(now).as("%s with %s at %d", change, fault, k).isIn(before, after);
      if (result.isEmpty()) {
        assertThat(now).as("%s with %s at %d", change, fault, k).isEqualTo(after);
      }
      change.accept(registry(store), change.again(70));
      assertThat(Seen.in(store)).as("%s again, %s at %d", change, fault, k).isEqualTo(after);
      assertThat(registry(store).verifier().all(Progress.SILENT).findings()).isEmpty();
    } while (faulty.operations() >= k && k < OPERATIONS);
    assertThat(k).isBetween(5, OPERATIONS - 1);
  }

  /** How it failed; empty if it did not, INTERNAL if the process died. */
  private static Optional<ErrorCode> attempt(Change change, FileStore store) {
    try {
      change.accept(registry(store), 70);
      return Optional.empty();
    } catch (Crash e) {
      return Optional.of(ErrorCode.INTERNAL);
    } catch (AlmanacException e) {
      return Optional.of(e.code());
    }
  }

  /** What anybody can see of the model, without who and when. */
  private record Seen(String aliases, List<String> versions, int refusals) {
    static Seen in(FileStore store) {
      ModelHistory history = registry(store).show(CHURN);
      return new Seen(
          history.aliases().toString(),
          history.versions().stream()
              .map(
                  version ->
                      String.format(
                          Locale.ROOT,
                          "%s by %s withdrawn=%s tags=%s notes=%d damage=%s",
                          version.version(),
                          version.runId(),
                          version.withdrawn().map(LedgerEvent.Withdrawn::reason),
                          version.tags(),
                          version.notes().size(),
                          version.damage()))
              .toList(),
          history.refusals().size());
    }
  }

  /** Three versions, the champion moved from 1 to 2, 1 withdrawn and not, one run abandoned. */
  private static FileStore prepared() {
    FileStore store = new MemoryFileStore();
    ModelRegistry registry = registry(store);
    for (int i = 1; i <= 3; i++) {
      Samples.publish(registry, run(i));
    }
    registry.moveAlias(CHURN, Alias.CHAMPION, 3, ANY, "first", run(11));
    registry.moveAlias(CHURN, Alias.CHAMPION, 2, ANY, "better", run(12));
    registry.lifeCycle().withdraw(new ModelVersion(CHURN, 1), "leak?", run(13));
    registry.lifeCycle().tag(CHURN, SECOND, TICKET, "OPS-1", run(14));
    Samples.staged(registry, run(15));
    return store;
  }

  private static FileStore elsewhere() {
    FileStore store = new MemoryFileStore();
    Samples.publish(registry(store), run(40));
    return store;
  }
}
