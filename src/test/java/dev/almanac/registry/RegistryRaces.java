package dev.almanac.registry;

import static dev.almanac.registry.Samples.CHURN;
import static dev.almanac.registry.Samples.registry;
import static dev.almanac.registry.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.files.FileStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many who write one registry at once may rely on, wherever it lies. */
abstract class RegistryRaces {
  private Path folder;
  private String root;
  private FileStore store;

  /** A location with nothing in it yet. */
  abstract String freshRoot(Path temporary);

  abstract FileStore open(String location);

  /** How many publish at once, each a version. */
  int publishers() {
    return 64;
  }

  /** How many processes share these versions out. */
  int processes() {
    return 8;
  }

  /** How many move an alias at once, or publish one version. */
  int racers() {
    return 16;
  }

  /** What Hadoop has to be told in another process. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** What the environment of another process has to hold. */
  Map<String, String> environment() {
    return Map.of();
  }

  @BeforeEach
  final void begin(@TempDir Path temporary) {
    folder = temporary;
    root = freshRoot(temporary);
    store = open(root);
  }

  @Test
  void numbersThePublishersOfOneModelWithoutAGap() throws Exception {
    CyclicBarrier start = new CyclicBarrier(publishers());
    List<Callable<Integer>> publishers = new ArrayList<>();
    for (int i = 1; i <= publishers(); i++) {
      int number = i;
      publishers.add(
          () -> {
            ModelRegistry registry = registry(store);
            StagedVersion staged = Samples.staged(registry, run(number));
            start.await();
            return registry.publish(staged, Samples.facts(run(number))).version().number();
          });
    }
    assertThat(all(publishers)).containsExactlyInAnyOrderElementsOf(numbers());
    assertThatAllStand();
  }

  @Test
  void numbersThePublishersOfManyProcessesWithoutAGap() throws Exception {
    int ofEach = publishers() / processes();
    List<RacingProcess> processes = new ArrayList<>();
    try {
      for (int p = 0; p < processes(); p++) {
        processes.add(
            RacingProcess.start(
                folder.resolve("process-" + p + ".log"),
                root,
                1 + p * ofEach,
                ofEach,
                settings(),
                environment()));
      }
      for (RacingProcess process : processes) {
        process.awaitReady();
      }
      for (RacingProcess process : processes) {
        process.go();
      }
      List<Integer> published = new ArrayList<>();
      for (RacingProcess process : processes) {
        List<Integer> own = process.awaitNumbers();
        assertThat(own).hasSize(ofEach).isSorted();
        published.addAll(own);
      }
      assertThat(published).containsExactlyInAnyOrderElementsOf(numbers());
    } finally {
      processes.forEach(RacingProcess::end);
    }
    assertThatAllStand();
  }

  @Test
  void registersARunOnceHoweverManyPublishIt() throws Exception {
    StagedVersion staged = Samples.staged(registry(store), run(1));
    CyclicBarrier start = new CyclicBarrier(racers());
    List<Callable<Integer>> publishers = new ArrayList<>();
    for (int i = 0; i < racers(); i++) {
      publishers.add(
          () -> {
            start.await();
            return registry(store).publish(staged, Samples.facts(run(1))).version().number();
          });
    }
    assertThat(all(publishers)).containsOnly(1);
    assertThat(registry(store).show(CHURN).events()).hasSize(1);
  }

  @Test
  void letsOneOfManyGuardedMovesWin() throws Exception {
    for (int i = 1; i <= racers(); i++) {
      Samples.publish(registry(store), run(i));
    }
    CyclicBarrier start = new CyclicBarrier(racers());
    List<Callable<Integer>> movers = new ArrayList<>();
    for (int i = 1; i <= racers(); i++) {
      int to = i;
      movers.add(
          () -> {
            start.await();
            try {
              return registry(store)
                  .moveAlias(CHURN, Alias.CHAMPION, to, OptionalInt.of(0), "race", run(100 + to))
                  .to()
                  .orElseThrow();
            } catch (AlmanacException e) {
              assertThat(e.code()).isEqualTo(ErrorCode.ALIAS_MOVED);
              return 0;
            }
          });
    }
    List<Integer> winners = all(movers).stream().filter(to -> to > 0).toList();
    assertThat(winners).hasSize(1);
    assertThat(registry(store).show(CHURN).aliases()).containsEntry(Alias.CHAMPION, winners.get(0));
    assertThat(registry(store).show(CHURN).events()).hasSize(racers() + 1);
  }

  private List<Integer> numbers() {
    return IntStream.rangeClosed(1, publishers()).boxed().toList();
  }

  private void assertThatAllStand() {
    assertThat(registry(store).show(CHURN).versions())
        .allSatisfy(entry -> assertThat(entry.damage()).isEmpty())
        .extracting(entry -> entry.version().number())
        .containsExactlyElementsOf(numbers());
    assertThat(store.scratch("")).isEmpty();
  }

  private static List<Integer> all(List<Callable<Integer>> racers) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(racers.size());
    try {
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> result : pool.invokeAll(racers)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
