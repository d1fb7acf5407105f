package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.RunTable;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The table of runs, written with Spark and read without. */
@ExtendWith(Interpreted.class)
class RunHistoryIT {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00.123456Z");

  private final SparkSession spark = TestSpark.session();
  private final String path;

  RunHistoryIT(@TempDir Path root) {
    this.path = root.resolve("runs").toString();
  }

  @Test
  void givesBackWhatWasWritten() {
    RunRecord published = run("run-1", NOON);
    RunRecord failed =
        new RunRecord(
            new RunId("run-2"),
            "churn",
            "",
            LocalDate.parse("2026-05-05"),
            NOON.plusSeconds(60),
            NOON.plusSeconds(61),
            RunState.FAILED,
            "SOURCE_NOT_FOUND: it's \"gone\"\nlook for it",
            "",
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(),
            "",
            "abc",
            "t",
            "/lake/t",
            OptionalLong.empty(),
            "",
            "");

    new RunTable(spark, path).append(List.of(published));
    new RunTable(spark, path).append(List.of(failed));

    assertThat(RunHistory.open(path, Map.of()).latest()).containsExactly(failed, published);
  }

  @Test
  void reportsARunInEachOfItsTables() {
    RunRecord own = run("run-1", NOON);
    RunRecord challenger = run("run-1", NOON, "churn_deep");
    RunRecord takenBack =
        challenger.became(
            RunState.ROLLED_BACK, OptionalLong.of(9), NOON.plusSeconds(900), "ann", "not yet");
    new RunTable(spark, path).append(List.of(own, challenger));
    new RunTable(spark, path).append(List.of(takenBack));

    RunHistory history = RunHistory.open(path, Map.of());

    assertThat(history.latest()).containsExactly(own, takenBack);
    assertThat(history.of(new RunId("run-1"))).containsExactly(own, challenger, takenBack);
  }

  @Test
  void reportsTheStateThatARunCameToLast() {
    RunRecord held =
        run("run-1", NOON)
            .became(RunState.HELD, OptionalLong.empty(), NOON, "night", "psi of 'age'");
    RunRecord approved =
        held.became(
            RunState.PUBLISHED, OptionalLong.of(9), NOON.plusSeconds(900), "ann", "approved: so");
    RunTable book = new RunTable(spark, path);
    book.append(List.of(approved));
    book.append(List.of(held, run("run-0", NOON.minusSeconds(5))));

    RunHistory history = RunHistory.open(path, Map.of());

    assertThat(history.latest()).extracting(RunRecord::state).containsOnly(RunState.PUBLISHED);
    assertThat(history.latest().get(0)).isEqualTo(approved);
    assertThat(history.of(new RunId("run-1"))).containsExactly(held, approved);
    assertThatThrownBy(() -> history.of(new RunId("run-7")))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_RUN))
        .hasMessageContaining("knows no run run-7");
  }

  @Test
  void hasNoRunsWhereThereIsNoTable() {
    assertThat(RunHistory.open(path, Map.of()).latest()).isEmpty();
  }

  @Test
  void manyWritersGetInNobodysWay() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 6; writer++) {
        String name = "run-" + writer;
        writers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 2; i++) {
                    new RunTable(spark, path).append(List.of(run(name + "-" + i, NOON)));
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdown();
    }

    assertThat(RunHistory.open(path, Map.of()).states())
        .extracting(run -> run.runId().value())
        .hasSize(12)
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesATableOfSomethingElse() {
    spark.range(3).write().format("delta").save(path);

    assertThatThrownBy(() -> new RunTable(spark, path).append(List.of(run("run-1", NOON))))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("it is a Delta table of something else");
    assertThatThrownBy(() -> RunHistory.open(path, Map.of()))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("is not a table of runs");
    List<Row> rows = spark.read().format("delta").load(path).collectAsList();
    assertThat(rows).hasSize(3);
  }

  private static RunRecord run(String id, Instant started) {
    return run(id, started, "t");
  }

  private static RunRecord run(String id, Instant started, String table) {
    return new RunRecord(
        new RunId(id),
        "churn",
        "churn:7",
        LocalDate.parse("2026-05-04"),
        started,
        started.plusSeconds(10),
        RunState.PUBLISHED,
        "",
        "night",
        OptionalLong.of(20),
        OptionalLong.of(18),
        Map.of("MISSING_VALUE", 2L),
        "customers@v12",
        "abc",
        table,
        "/lake/" + table,
        OptionalLong.of(3),
        "compiled",
        "{\"almanac\":1}");
  }
}
