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
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.database.Copied;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.PostgresServer;
import dev.almanac.testing.ScoringSite;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.Decision;
import dev.almanac.warehouse.RollbackResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where publications go besides, a real PostgreSQL above all: one story of a date, in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Interpreted.class)
@Tag("slow")
class DatabaseExportIT {
  private static final String TABLE = "ml.late";
  private static final LocalDate DATE = LocalDate.parse("2026-06-01");
  private static final LocalDate NEXT = DATE.plusDays(1);

  private ScoringSite site = new ScoringSite(Path.of("unset"));

  @BeforeAll
  void train(@TempDir Path root) {
    site = new ScoringSite(root);
    site.train();
  }

  @Test
  @Order(1)
  void aRunLeavesTheSameRowsHereAndThere() {
    rows(200);
    assertThat(site.score(job(), DATE).copied()).contains(counts(200, 200, 0, 0));
    assertSame(DATE);
    RunRecord row = site.runs().get(0);
    assertThat(row.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(row.reason())
        .isEqualTo("copied to ml.late: 200 rows, of them 200 inserted and 0 updated; 0 removed");
    assertThat(row.summary())
        .contains(
            "\"copy\":{\"table\":\"ml.late\",\"rows\":200,\"inserted\":200,\"updated\":0,\"removed\":0}");
  }

  @Test
  @Order(2)
  void aDatabaseThatIsDownTakesNothingBackAndIsCopiedToLater() {
    List<String> before = there(DATE);
    rows(150);
    assertFails(
        () -> site.score(job(PostgresServer.spec(freePort(), "x", TABLE, true)), DATE),
        ErrorCode.COPY_FAILED,
        "cannot be reached",
        "The forecasts of %s are published in ".formatted(DATE),
        "almanac forecasts copy JOB --run-date " + DATE);
    assertThat(site.forecasts().count()).as("the rerun is visible").isEqualTo(150);
    assertThat(there(DATE)).as("and there the run before").isEqualTo(before);
    RunRecord row = site.runs().get(0);
    assertThat(row.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(row.reason()).startsWith("not copied: COPY_FAILED: jdbc:postgresql://localhost:");

    assertThat(copies().copy(job(), DATE, DATE, site.context(DATE)))
        .containsEntry(DATE, counts(150, 0, 150, 50));
    assertSame(DATE);
    assertThat(site.runs().get(0).runId()).isEqualTo(row.runId());
    assertThat(site.runs().get(0).reason()).startsWith("copied to ml.late: 150 rows");
    assertThat(copies().copy(job(), DATE.minusDays(9), DATE.plusDays(9), site.context(DATE)))
        .as("again, and all dates that there are")
        .containsExactly(Map.entry(DATE, counts(150, 0, 0, 0)));
    assertFails(
        () -> copies().copy(job(), NEXT, NEXT, site.context(NEXT)),
        ErrorCode.NO_SUCH_FORECAST,
        "has no forecasts of " + NEXT);
  }

  @Test
  @Order(3)
  void aRollbackTakesTheCopyWithItOrIsRefused() {
    ForecastUpkeep upkeep = new ForecastUpkeep(TestSpark.session(), site.platform());
    assertFails(
        () -> upkeep.rollBack("late", DATE, Optional.empty(), decision("1"), Progress.SILENT),
        ErrorCode.BAD_OPTION,
        "are copied to ml.late",
        "--job");
    assertThat(site.forecasts().count()).isEqualTo(150);

    assertThat(rollBack(upkeep, job(), "2").copied()).contains(counts(200, 50, 150, 0));
    assertSame(DATE);
  }

  @Test
  @Order(4)
  void aBackfillCopiesWhatItScores() {
    Backfill backfill = new Backfill(TestSpark.session(), site.registry(), site.platform());
    Backfill.Request request =
        new Backfill.Request(DATE, NEXT, Backfill.Versions.TODAY, Backfill.Sources.IGNORED);

    List<Backfill.Outcome> outcomes =
        backfill.run(job(), request, backfill.plan(job(), request), site::context);

    assertThat(outcomes)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(outcome.result().flatMap(ScoreResult::copied))
                    .contains(counts(150, 150, 0, 0)));
    assertSame(NEXT);
    assertSame(DATE);
  }

  @Test
  @Order(5)
  void anApprovalCopiesWhatWasHeld() {
    JobSpec guarded =
        with(site.job(Guard.NULLS, GuardSpec.Action.REFUSE, 0.1), PostgresServer.get().spec(TABLE));
    site.write(ScoringSite.rows().limit(120).withColumn("x", lit(null).cast("double")));
    assertFails(() -> site.score(guarded, DATE), ErrorCode.GUARD_REFUSED, "nulls of 'x'");
    assertSame(DATE);
    RunId held = site.runs().get(0).runId();
    HeldRunApproval decisions =
        new HeldRunApproval(TestSpark.session(), site.registry(), site.platform());
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
                    new ExportChoice(Optional.of(guarded), false),
                    Progress.SILENT)
                .copied())
        .contains(counts(120, 0, 120, 80));
    assertSame(DATE);
    assertThat(site.runs().get(0).reason())
        .startsWith("approved: because; copied to ml.late: 120 rows");
  }

  @Test
  @Order(6)
  void aRunAndCopiesOfItsDateAtOnceLeaveTheVisibleForecasts() throws Exception {
    rows(170);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      tasks.add(() -> site.score(job(), DATE));
      for (int i = 0; i < 2; i++) {
        tasks.add(() -> copies().copy(job(), DATE, DATE, site.context(DATE)));
      }
      for (Future<Object> done : pool.invokeAll(tasks)) {
        assertThat(done.get()).isNotNull();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(there(DATE)).hasSize(170);
    assertSame(DATE);
  }

  @Test
  @Order(7)
  void aTableThatCannotTakeThemIsReported() {
    PostgresServer.get()
        .run(
            "CREATE TABLE ml.other (id bigint, probability text, run_date date, PRIMARY KEY (id, run_date))",
            "GRANT ALL ON ml.other TO " + PostgresServer.USER);
    assertFails(
        () ->
            copies()
                .copy(job(PostgresServer.get().spec("ml.other")), DATE, DATE, site.context(DATE)),
        ErrorCode.COPY_MISMATCH,
        "its column 'probability' is text, that of the forecasts is double precision",
        "are published in ");
    assertFails(
        () ->
            copies()
                .copy(
                    site.job(GuardSpec.OFF, OptionalLong.empty()), DATE, DATE, site.context(DATE)),
        ErrorCode.BAD_OPTION,
        "names no database to copy to");
  }

  /** The name of the catalog is asked for before anything is scored, and given after it. */
  @Test
  @Order(8)
  void aRunGivesItsTableANameInTheCatalog() {
    SparkSession spark = TestSpark.session();
    JobSpec plain = site.job(GuardSpec.OFF, OptionalLong.empty());
    JobSpec named =
        new JobSpec(
            plain.model(),
            plain.description(),
            plain.runDate(),
            plain.train(),
            plain.alias(),
            plain.score(),
            plain.decision(),
            new ForecastSpec("late", "late_rejects", GuardSpec.OFF, Optional.of("shop.late")),
            plain.effective());
    rows(50);
    assertFails(
        () -> site.score(named, NEXT),
        ErrorCode.SCHEMA_MISMATCH,
        "the catalog has no schema 'shop'");
    assertThat(site.runs().get(0).rowsIn()).as("nothing was read").isEmpty();

    spark.sql("CREATE SCHEMA shop");
    try {
      site.score(named, NEXT);
      assertThat(
              spark
                  .sql("SELECT count(*) FROM shop.late WHERE run_date = DATE'%s'".formatted(NEXT))
                  .head()
                  .getLong(0))
          .isEqualTo(50);
    } finally {
      spark.sql("DROP SCHEMA shop CASCADE");
    }
  }

  private WithCopy<RollbackResult> rollBack(ForecastUpkeep upkeep, JobSpec job, String decision) {
    return upkeep.rollBack(
        "late",
        DATE,
        Optional.empty(),
        decision(decision),
        new ExportChoice(Optional.of(job), false),
        Progress.SILENT);
  }

  private void rows(int count) {
    site.write(ScoringSite.rows().orderBy("id").limit(count));
  }

  private ExportBackfill copies() {
    return new ExportBackfill(TestSpark.session(), site.platform());
  }

  private JobSpec job() {
    return job(PostgresServer.get().spec(TABLE));
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
    if (PostgresServer.get().rows("SELECT to_regclass('%s')".formatted(TABLE)).contains("null")) {
      return List.of();
    }
    return PostgresServer.get()
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
