package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.database.Copied;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.PostgresServer;
import dev.almanac.testing.ScoringSite;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.Decision;
import dev.almanac.warehouse.RolledBack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Publications on their way into a real PostgreSQL, whatever made them visible. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Interpreted.class)
@Tag("slow")
class DatabaseCopyIT {
  private static final String TABLE = "ml.late";

  private ScoringSite site = new ScoringSite(Path.of("unset"));
  private final List<PostgresServer> started = new ArrayList<>();
  private LocalDate first = LocalDate.parse("2026-06-01");

  @BeforeAll
  void trainAndStart(@TempDir Path root, @TempDir Path database) {
    started.add(PostgresServer.start(database));
    site = new ScoringSite(root);
    site.train();
  }

  @AfterAll
  void stop() throws IOException {
    for (PostgresServer server : started) {
      server.close();
    }
  }

  @BeforeEach
  void nextMonth() {
    first = first.plusMonths(1);
    rows(200);
  }

  @Test
  void aRunAndItsRerunLeaveTheSameTableHereAndThere() {
    ScoreResult result = site.score(job(), first);
    assertThat(result.copied()).contains(counts(200, 200, 0, 0));
    assertSame(first);
    RunRecord row = site.runs().get(0);
    assertThat(row.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(row.reason())
        .isEqualTo("copied to ml.late: 200 rows, of them 200 inserted and 0 updated; 0 removed");
    assertThat(row.summary())
        .contains(
            "\"copy\":{\"table\":\"ml.late\",\"rows\":200,\"inserted\":200,\"updated\":0,\"removed\":0}");

    rows(150);
    assertThat(site.score(job(), first).copied()).contains(counts(150, 0, 150, 50));
    assertSame(first);
    assertThat(copies().copy(job(), first, first, site.context(first)))
        .containsEntry(first, counts(150, 0, 0, 0));
  }

  @Test
  void aBackfillCopiesEveryDate() {
    Backfill backfill = new Backfill(TestSpark.session(), site.registry(), site.platform());
    Backfill.Request request =
        new Backfill.Request(
            first, first.plusDays(2), Backfill.Versions.TODAY, Backfill.Sources.COMPARED);

    List<Backfill.Outcome> outcomes =
        backfill.run(job(), request, backfill.plan(job(), request), site::context);

    assertThat(outcomes)
        .hasSize(3)
        .allSatisfy(
            outcome ->
                assertThat(outcome.result().flatMap(ScoreResult::copied))
                    .contains(counts(200, 200, 0, 0)));
    first.datesUntil(first.plusDays(3)).forEach(this::assertSame);
  }

  @Test
  void aDatabaseThatIsDownTakesNothingBackAndIsCopiedToLater() {
    JobSpec down = job(PostgresServer.spec(freePort(), "x", TABLE, true));

    assertFails(
        () -> site.score(down, first),
        ErrorCode.COPY_FAILED,
        "cannot be reached",
        "The forecasts of %s are published in ".formatted(first),
        "almanac forecasts copy JOB --run-date " + first);
    assertThat(site.forecasts().where(col("run_date").equalTo(lit(first))).count()).isEqualTo(200);
    RunRecord row = site.runs().get(0);
    assertThat(row.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(row.reason()).startsWith("not copied: COPY_FAILED: jdbc:postgresql://localhost:");
    assertThat(there(first)).isEmpty();

    // also dates from before the job named a database
    site.score(site.job(GuardSpec.OFF, OptionalLong.empty()), first.plusDays(1));
    assertThat(copies().copy(job(), first, first.plusDays(9), site.context(first)))
        .containsOnlyKeys(first, first.plusDays(1))
        .containsValue(counts(200, 200, 0, 0));
    assertSame(first);
    assertSame(first.plusDays(1));
    assertThat(site.runs())
        .filteredOn(run -> run.runDate().equals(first))
        .singleElement()
        .satisfies(run -> assertThat(run.reason()).startsWith("copied to ml.late: 200 rows"));
    assertFails(
        () -> copies().copy(job(), first.plusDays(5), first.plusDays(5), site.context(first)),
        ErrorCode.NO_SUCH_FORECAST,
        "has no forecasts of " + first.plusDays(5));
    assertSame(first);
  }

  @Test
  void runsAndCopiesOfOneDateAtOnceLeaveTheVisibleForecasts() throws Exception {
    site.score(job(), first);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<String> endings = new ArrayList<>();
    try {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean scores = i < 2;
        tasks.add(
            () -> {
              try {
                if (scores) {
                  site.score(job(), first);
                } else {
                  copies().copy(job(), first, first, site.context(first));
                }
                return "done";
              } catch (AlmanacException e) {
                return e.code().name();
              }
            });
      }
      for (Future<String> done : pool.invokeAll(tasks)) {
        endings.add(done.get());
      }
    } finally {
      pool.shutdown();
    }
    assertThat(endings).isSubsetOf("done", "LOST_RACE").contains("done");
    assertSame(first);
  }

  @Test
  void aRollbackTakesTheCopyWithItOrIsRefused() {
    site.score(job(), first);
    List<String> before = there(first);
    rows(150);
    site.score(job(), first);
    ForecastUpkeep upkeep = new ForecastUpkeep(TestSpark.session(), site.platform());

    assertFails(
        () -> upkeep.rollBack("late", first, Optional.empty(), decision("1"), Progress.SILENT),
        ErrorCode.BAD_OPTION,
        "are copied to ml.late",
        "--job");
    assertSame(first);
    assertFails(
        () -> rollBack(upkeep, site.job(GuardSpec.OFF, OptionalLong.empty()), "2"),
        ErrorCode.BAD_OPTION,
        "names no database");

    WithCopy<RolledBack> back = rollBack(upkeep, job(), "3");
    assertThat(back.copied()).contains(counts(200, 50, 150, 0));
    assertThat(there(first)).isEqualTo(before);
    assertSame(first);

    upkeep.rollBack(
        "late",
        first,
        Optional.of(back.done().from().runId()),
        decision("4"),
        new Copying(Optional.empty(), true),
        Progress.SILENT);
    assertThat(there(first)).as("left alone").isEqualTo(before);
  }

  @Test
  void anApprovalCopiesWhatWasHeld() {
    site.score(job(), first);
    JobSpec guarded =
        with(site.job(Guard.NULLS, GuardSpec.Action.REFUSE, 0.1), started.get(0).spec(TABLE));
    site.write(ScoringSite.rows().limit(120).withColumn("x", lit(null).cast("double")));
    assertFails(() -> site.score(guarded, first), ErrorCode.GUARD_REFUSED, "nulls of 'x'");
    assertSame(first);
    RunId held = site.runs().get(0).runId();
    HeldForecasts decisions =
        new HeldForecasts(TestSpark.session(), site.registry(), site.platform());
    assertFails(
        () -> decisions.approve(held, Optional.empty(), decision("5"), Progress.SILENT),
        ErrorCode.BAD_OPTION,
        "are copied to ml.late");

    assertThat(
            decisions
                .approve(
                    held,
                    Optional.empty(),
                    decision("6"),
                    new Copying(Optional.of(guarded), false),
                    Progress.SILENT)
                .copied())
        .contains(counts(120, 0, 120, 80));
    assertSame(first);
    assertThat(site.runs().get(0).reason())
        .startsWith("approved: because; copied to ml.late: 120 rows");
  }

  @Test
  void aTableThatCannotTakeThemIsTold() {
    started
        .get(0)
        .run("CREATE TABLE ml.other (id bigint, run_date date, PRIMARY KEY (id, run_date))");
    started.get(0).run("GRANT ALL ON ml.other TO " + PostgresServer.USER);
    started.get(0).run("ALTER TABLE ml.other ADD probability text");
    assertFails(
        () -> site.score(job(started.get(0).spec("ml.other")), first),
        ErrorCode.COPY_MISMATCH,
        "its column 'probability' is text, that of the forecasts is double precision",
        "are published in ");
  }

  private WithCopy<RolledBack> rollBack(ForecastUpkeep upkeep, JobSpec job, String decision) {
    return upkeep.rollBack(
        "late",
        first,
        Optional.empty(),
        decision(decision),
        new Copying(Optional.of(job), false),
        Progress.SILENT);
  }

  private void rows(int count) {
    site.write(ScoringSite.rows().orderBy("id").limit(count));
  }

  private ForecastCopies copies() {
    return new ForecastCopies(TestSpark.session(), site.platform());
  }

  private JobSpec job() {
    return job(started.get(0).spec(TABLE));
  }

  private JobSpec job(JdbcSpec target) {
    return with(site.job(GuardSpec.OFF, OptionalLong.empty()), target);
  }

  private static JobSpec with(JobSpec job, JdbcSpec target) {
    return new JobSpec(
        job.model(),
        job.description(),
        job.runDate(),
        job.train(),
        job.alias(),
        job.score(),
        job.decision(),
        job.forecasts(),
        Optional.of(target),
        job.effective());
  }

  private static Decision decision(String number) {
    return new Decision(
        new RunId("decided-" + number), "ann", "because", Instant.parse("2027-07-01T00:00:00Z"));
  }

  /** Row by row what is visible in the forecast table is what stands in the database. */
  private void assertSame(LocalDate date) {
    List<String> here =
        site
            .forecasts()
            .where(col("run_date").equalTo(lit(date)))
            .orderBy("id")
            .selectExpr(
                "concat_ws(' ', id, prediction, unseen, decision, run_date, model_version, run_id,"
                    + " date_format(to_utc_timestamp(scored_at, current_timezone()), 'yyyy-MM-dd HH:mm:ss.SSSSSS'), source_version)",
                "probability")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0) + " " + row.getDouble(1))
            .toList();
    assertThat(there(date)).isNotEmpty().isEqualTo(here);
  }

  private List<String> there(LocalDate date) {
    if (started.get(0).rows("SELECT to_regclass('%s')".formatted(TABLE)).contains("null")) {
      return List.of();
    }
    return started
        .get(0)
        .rows(
            "SELECT concat_ws(' ', id, prediction, unseen, decision, run_date, model_version, run_id,"
                + " to_char(scored_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), source_version), probability::text FROM %s WHERE run_date = '%s' ORDER BY id"
                    .formatted(TABLE, date))
        .stream()
        .map(
            row -> {
              int blank = row.lastIndexOf(' ');
              return row.substring(0, blank) + " " + Double.parseDouble(row.substring(blank + 1));
            })
        .toList();
  }

  private static Copied counts(long rows, long inserted, long updated, long removed) {
    return new Copied(TABLE, rows, inserted, updated, removed, OptionalLong.empty());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.getMessage()).contains(messages);
            });
  }
}
