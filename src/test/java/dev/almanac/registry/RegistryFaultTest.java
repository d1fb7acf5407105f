package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import dev.almanac.testing.FaultyFileStore;
import dev.almanac.testing.FaultyFileStore.Crash;
import dev.almanac.testing.FaultyFileStore.Fault;
import dev.almanac.testing.MemoryFileStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One fault at every operation of a change, of every kind: what is seen afterwards is the state
 * before the change or the state after it, and doing the change again ends well.
 */
final class RegistryFaultTest {
  /** More than any change here asks for; the sweep ends at the first run without its fault. */
  private static final int OPERATIONS = 60;

  /** What a change came to, as the one who asked for it was told. */
  private enum Outcome {
    DONE,
    FAILED,
    UNKNOWN,
    NOTHING
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void publishesWhollyOrNotAtAll(Fault fault) {
    int k = 0;
    FaultyFileStore faulty;
    do {
      k++;
      FileStore store = prepared();
      faulty = new FaultyFileStore(store, fault, k);
      ModelRegistry registry = registry(faulty);
      Outcome result = attempt(() -> Samples.publish(registry, run(2)));
      boolean there = checkVersions(store);
      switch (result) {
        case DONE -> assertThat(there).as("%s at %d", fault, k).isTrue();
        case FAILED -> assertThat(there).as("%s at %d", fault, k).isFalse();
        case UNKNOWN, NOTHING -> {}
      }
      RegisteredVersion next = Samples.publish(registry(store), run(3));
      assertThat(next.version().number()).isEqualTo(there ? 3 : 2);
      checkVersions(store);
    } while (faulty.operations() >= k && k < OPERATIONS);
    assertThat(k).isBetween(10, OPERATIONS - 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE", "AFTER", "LOST_ANSWER", "LOST_REQUEST"})
  void publishesOnceWhenTheSameRunTriesAgain(Fault fault) {
    int k = 0;
    FaultyFileStore faulty;
    do {
      k++;
      FileStore store = prepared();
      StagedVersion staged = Samples.staged(registry(store), run(2));
      faulty = new FaultyFileStore(store, fault, k);
      ModelRegistry registry = registry(faulty);
      Outcome result = attempt(() -> registry.publish(staged, Samples.facts(run(2))));
      if (result != Outcome.DONE) {
        assertThat(registry.publish(staged, Samples.facts(run(2))).version().number()).isEqualTo(2);
      }
      assertThat(registry(store).show(CHURN).events()).hasSize(3);
      assertThat(checkVersions(store)).isTrue();
    } while (faulty.operations() >= k && k < OPERATIONS);
    assertThat(k).isBetween(5, OPERATIONS - 1);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void movesAnAliasWhollyOrNotAtAll(Fault fault) {
    int k = 0;
    FaultyFileStore faulty;
    do {
      k++;
      FileStore store = prepared();
      Samples.publish(registry(store), run(2));
      faulty = new FaultyFileStore(store, fault, k);
      ModelRegistry registry = registry(faulty);
      Outcome result = attempt(() -> move(registry));
      int target = registry(store).show(CHURN).aliases().getOrDefault(Alias.CHAMPION, 0);
      switch (result) {
        case DONE -> assertThat(target).as("%s at %d", fault, k).isEqualTo(2);
        case FAILED -> assertThat(target).as("%s at %d", fault, k).isEqualTo(1);
        case UNKNOWN, NOTHING -> assertThat(target).isBetween(1, 2);
      }
      assertThat(move(registry(store)).changed()).isTrue();
      assertThat(registry(store).show(CHURN).aliases()).containsEntry(Alias.CHAMPION, 2);
      assertThat(registry(store).show(CHURN).events()).hasSize(4);
    } while (faulty.operations() >= k && k < OPERATIONS);
    assertThat(k).isBetween(5, OPERATIONS - 1);
  }

  @Test
  void saysThatTheOutcomeIsUnknownWhenNothingCanBeReadAnyMore() {
    FileStore store = prepared();
    StagedVersion staged = Samples.staged(registry(store), run(2));
    FileStore silent = new SilentAfterClaim(store);
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> registry(silent).publish(staged, Samples.facts(run(2))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN))
        .withMessageContaining("Whether 'registered' by run " + run(2))
        .withMessageContaining("doing it again with the same run id is safe");
    assertThat(registry(store).publish(staged, Samples.facts(run(2))).version().number())
        .isEqualTo(2);
  }

  private static Outcome attempt(Runnable change) {
    try {
      change.run();
      return Outcome.DONE;
    } catch (Crash e) {
      return Outcome.NOTHING;
    } catch (AlmanacException e) {
      return e.code() == ErrorCode.OUTCOME_UNKNOWN ? Outcome.UNKNOWN : Outcome.FAILED;
    }
  }

  private static AliasMove move(ModelRegistry registry) {
    return registry.moveAlias(CHURN, Alias.CHAMPION, 2, OptionalInt.of(1), "better", run(9));
  }

  /** A registry with version 1, which is champion. */
  private static FileStore prepared() {
    FileStore store = new MemoryFileStore();
    ModelRegistry registry = registry(store);
    Samples.publish(registry, run(1));
    registry.moveAlias(CHURN, Alias.CHAMPION, 1, OptionalInt.empty(), "first", run(1));
    return store;
  }

  /** Every version that is visible is whole; says whether run 2's is. */
  private static boolean checkVersions(FileStore store) {
    ModelRegistry registry = registry(store);
    for (VersionEntry entry : registry.show(CHURN).versions()) {
      RegisteredVersion version = registry.resolve(new ModelRef.ByNumber(entry.version()));
      VersionArtifacts artifacts = registry.open(version);
      version.manifest().files().forEach(file -> artifacts.read(file.name()));
      artifacts.verifiedLocation("pipeline", (name, content) -> {});
    }
    assertThat(registry.resolve(ModelRef.parse("churn")).version().number()).isEqualTo(1);
    return registry.registeredBy(CHURN, run(2)).isPresent();
  }

  /** Takes the claim of a ledger file, loses the answer and cannot be read from then on. */
  private static final class SilentAfterClaim implements FileStore {
    private final FileStore inner;
    private boolean silent;

    SilentAfterClaim(FileStore inner) {
      this.inner = inner;
    }

    @Override
    public CreateOutcome createExclusive(String path, byte[] content) {
      CreateOutcome outcome = inner.createExclusive(path, content);
      if (path.contains("/ledger/")) {
        silent = true;
        throw new AlmanacException(ErrorCode.OUTCOME_UNKNOWN, "lost " + outcome);
      }
      return outcome;
    }

    @Override
    public Optional<byte[]> read(String path) {
      if (silent) {
        throw new AlmanacException(ErrorCode.STORE_UNAVAILABLE, "gone");
      }
      return inner.read(path);
    }

    @Override
    public String root() {
      return inner.root();
    }

    @Override
    public InputStream open(String path) {
      return inner.open(path);
    }

    @Override
    public List<FileEntry> list(String path) {
      return inner.list(path);
    }

    @Override
    public List<String> names(String path) {
      return inner.names(path);
    }

    @Override
    public List<FileEntry> walk(String path) {
      return inner.walk(path);
    }

    @Override
    public void write(String path, byte[] content) {
      inner.write(path, content);
    }

    @Override
    public void write(String path, InputStream content) {
      inner.write(path, content);
    }

    @Override
    public List<FileEntry> scratch(String path) {
      return inner.scratch(path);
    }

    @Override
    public void deleteTree(String path) {
      inner.deleteTree(path);
    }

    @Override
    public String locate(String path) {
      return inner.locate(path);
    }
  }
}
