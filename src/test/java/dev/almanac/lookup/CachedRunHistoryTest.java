package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.testing.RunFixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of runs that is followed: true at any time, and not read more often than it changes. */
class CachedRunHistoryTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00.123456Z");

  @TempDir private Path folder;

  @Test
  void readsAgainOnlyWhatHasChanged() {
    CachedRunHistory runs = kept(100);
    assertThat(names(runs, 10)).as("where no table stands").isEmpty();
    assertThat(runs.readings()).isZero();

    RunFixtures table = new RunFixtures(folder.resolve("runs"));
    table.append(run(1, 1, RunState.PUBLISHED));
    for (int i = 0; i < 3; i++) {
      assertThat(names(runs, 10)).containsExactly("run-1");
      assertThat(runs.of(new RunId("run-1"))).containsExactly(run(1, 1, RunState.PUBLISHED));
      assertRefused(runs, "run-2");
    }
    assertThat(runs.readings()).isEqualTo(1);

    table.append(run(2, 2, RunState.HELD));
    assertThat(names(runs, 10)).containsExactly("run-2", "run-1");
    table.append(run(2, 3, RunState.PUBLISHED));
    assertThat(runs.of(new RunId("run-2")))
        .extracting(RunRecord::state)
        .containsExactly(RunState.HELD, RunState.PUBLISHED);
    assertThat(runs.latest(run -> run.state() == RunState.HELD, 10)).isEmpty();
    assertThat(runs.readings()).isEqualTo(3);
  }

  @Test
  void keepsTheNewestAndReadsWhatIsOlder() {
    RunFixtures table = new RunFixtures(folder.resolve("runs"));
    for (int i = 1; i <= 9; i++) {
      table.append(run(i, i, RunState.PUBLISHED));
    }
    // the first run comes to another state after all others
    table.append(run(1, 10, RunState.ROLLED_BACK));
    CachedRunHistory runs = kept(4);

    assertThat(names(runs, 3)).containsExactly("run-9", "run-8", "run-7");
    assertThat(names(runs, 2)).containsExactly("run-9", "run-8");
    assertThat(runs.readings()).as("what is kept suffices").isEqualTo(1);

    assertThat(names(runs, 5)).containsExactly("run-9", "run-8", "run-7", "run-6", "run-5");
    assertThat(names(runs, 4))
        .as("the fourth that is kept is the first run, but others began after it")
        .containsExactly("run-9", "run-8", "run-7", "run-6");
    assertThat(names(runs, 100)).hasSize(9).endsWith("run-2", "run-1");
    assertThat(runs.latest(run -> run.runId().value().equals("run-3"), 1)).hasSize(1);
    assertThat(runs.of(new RunId("run-1")))
        .extracting(RunRecord::state)
        .containsExactly(RunState.PUBLISHED, RunState.ROLLED_BACK);
    assertRefused(runs, "run-0");
    assertThat(runs.readings())
        .as("all runs are read once; each run that is not kept is read by itself")
        .isEqualTo(4);
  }

  @Test
  void manyWhoWaitAreAnsweredByOneReading() throws Exception {
    RunFixtures table = new RunFixtures(folder.resolve("runs"));
    for (int i = 1; i <= 9; i++) {
      table.append(run(i, i, RunState.PUBLISHED));
    }
    CachedRunHistory runs = kept(4);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int limit = i % 2 == 0 ? 2 : 100;
        answers.add(clients.submit(() -> names(runs, limit)));
      }
      for (int i = 0; i < 64; i++) {
        assertThat(answers.get(i).get()).hasSize(i % 2 == 0 ? 2 : 9);
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(runs.readings()).as("the newest once, all once").isEqualTo(2);
  }

  private CachedRunHistory kept(int most) {
    return new CachedRunHistory(folder.resolve("runs").toString(), Map.of(), most);
  }

  private static List<String> names(CachedRunHistory runs, int limit) {
    return runs.latest(run -> true, limit).stream().map(run -> run.runId().value()).toList();
  }

  private static void assertRefused(CachedRunHistory runs, String run) {
    assertThatThrownBy(() -> runs.of(new RunId(run)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_RUN));
  }

  /** Began in one minute, and came to the state in another. */
  private static RunRecord run(int number, int minute, RunState state) {
    return new RunRecord(
        new RunId("run-" + number),
        "churn",
        "churn:7",
        LocalDate.parse("2026-05-04"),
        NOON.plusSeconds(60L * number),
        NOON.plusSeconds(60L * minute + 30),
        state,
        "",
        "ann",
        OptionalLong.of(10),
        OptionalLong.of(9),
        Map.of("NULL_VALUE", 1L),
        "customers@v12",
        "abc",
        "churn",
        "/lake/churn",
        OptionalLong.empty(),
        "compiled",
        "");
  }
}
