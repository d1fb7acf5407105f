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
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryRaceTest {
  private static final int RACERS = 16;

  private final Path root;
  private final FileStore store;

  RegistryRaceTest(@TempDir Path folder) {
    root = folder.resolve("registry");
    store = Samples.store(root);
  }

  @Test
  void numbersThePublishersOfOneModelWithoutAGap() throws Exception {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<Integer>> publishers = new ArrayList<>();
    for (int i = 1; i <= RACERS; i++) {
      int number = i;
      publishers.add(
          () -> {
            ModelRegistry registry = registry(store);
            StagedVersion staged = Samples.staged(registry, run(number));
            start.await();
            return registry.publish(staged, Samples.facts(run(number))).version().number();
          });
    }
    assertThat(all(publishers))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, RACERS).boxed().toList());
    assertThat(registry(store).show(CHURN).versions())
        .hasSize(RACERS)
        .allSatisfy(entry -> assertThat(entry.damage()).isEmpty());
  }

  @Test
  void registersARunOnceHoweverManyPublishIt() throws Exception {
    StagedVersion staged = Samples.staged(registry(store), run(1));
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<Integer>> publishers = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
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
    for (int i = 1; i <= RACERS; i++) {
      Samples.publish(registry(store), run(i));
    }
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Callable<Integer>> movers = new ArrayList<>();
    for (int i = 1; i <= RACERS; i++) {
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
  }

  @Test
  void numbersThePublishersOfSeveralProcessesWithoutAGap() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int p = 0; p < 2; p++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Publisher.class.getName(),
                  root.toString(),
                  Integer.toString(1 + p * RACERS))
              .redirectErrorStream(true)
              .redirectOutput(root.resolveSibling("process-" + p + ".log").toFile())
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(registry(store).show(CHURN).versions())
        .extracting(entry -> entry.version().number())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 2 * RACERS).boxed().toList());
  }

  /** Publishes as many versions as fast as it can. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] args) {
      ModelRegistry registry = registry(Samples.store(Path.of(args[0])));
      int first = Integer.parseInt(args[1]);
      for (int i = 0; i < RACERS; i++) {
        Samples.publish(registry, run(first + i));
      }
    }
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
