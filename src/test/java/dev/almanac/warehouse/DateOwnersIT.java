package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A date belongs to the job that published it. */
@ExtendWith(Interpreted.class)
class DateOwnersIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final PublishingJob AB = PublishingJob.of("a-b");
  private static final PublishingJob OTHER = PublishingJob.of("a.b");
  private static final PublishingJob TAKES_OVER = new PublishingJob("a.b", Optional.of("a-b"));

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  DateOwnersIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void anotherJobReplacesADateOnlyIfItTakesTheTableOver() {
    publish(AB, MONDAY, 1);
    List<String> forecasts = content("t");
    List<String> rejects = content("r");

    assertRefused(
        () -> publish(OTHER, MONDAY, 2),
        ErrorCode.ANOTHER_JOBS_FORECASTS,
        "has rows of job 'a-b' for 2026-05-04 (run run-1)",
        "job 'a.b' does not replace them",
        "-D forecasts.take-over=a-b");
    assertThat(content("t")).isEqualTo(forecasts);
    assertThat(content("r")).isEqualTo(rejects);
    publish(OTHER, TUESDAY, 3);
    publish(AB, MONDAY, 4);

    publish(TAKES_OVER, MONDAY, 5);

    assertThat(warehouse().history("t").get(0).job()).contains("a.b");
    assertThat(warehouse().history("t").get(0).summary()).contains("\"take_over\":\"a-b\"");
    assertThat(warehouse().runs("t", "")).extracting(RunRecord::job).contains("a-b", "a.b");
    assertRefused(() -> publish(AB, MONDAY, 6), ErrorCode.ANOTHER_JOBS_FORECASTS, "job 'a.b'");
    assertThat(warehouse().publishers("t")).isEqualTo(Map.of("a-b", MONDAY, "a.b", TUESDAY));
    assertThat(warehouse().publishedByOthers("t", warehouse().published("t", MONDAY, TUESDAY), AB))
        .isEqualTo(Map.of(MONDAY, "a.b", TUESDAY, "a.b"));
  }

  /** The rejects table may be named by two jobs that have forecast tables of their own. */
  @Test
  void rejectsHaveAnOwnerToo() {
    publish(AB, MONDAY, 1);
    Warehouse elsewhere = new Warehouse(spark, name -> path(name.equals("t") ? "own" : name));

    assertRefused(
        () -> elsewhere.publish(request(OTHER, MONDAY, 2)),
        ErrorCode.ANOTHER_JOBS_FORECASTS,
        path("r") + " has rows of job 'a-b'");
    assertThat(spark.read().format("delta").load(path("own")).count()).isZero();
  }

  @Test
  void theOwnerIsFoundBelowManyOtherCommits() throws IOException {
    publish(AB, MONDAY, 1);
    for (int version = 2; version < 40; version++) {
      Files.writeString(
          log("t", version),
          String.format(
              Locale.ROOT,
              """
              {"commitInfo":{"timestamp":%d,"operation":"MANUAL","operationParameters":{}}}
              """,
              1_800_000_000_000L + version));
    }
    assertRefused(() -> publish(OTHER, MONDAY, 2), ErrorCode.ANOTHER_JOBS_FORECASTS, "job 'a-b'");
  }

  /** The table of runs knows the job; where it does not either, the model's name counts. */
  @Test
  void aCommitOfTheFirstReleasesNamesNoJob() throws IOException {
    publish(AB, MONDAY, 1);
    withoutJob("t");
    withoutJob("r");

    assertThat(warehouse().history("t").get(0).job()).isEmpty();
    assertRefused(() -> publish(OTHER, MONDAY, 2), ErrorCode.ANOTHER_JOBS_FORECASTS, "job 'churn'");
    Warehouse knowing =
        new Warehouse(
            spark,
            this::path,
            run -> run.value().equals("run-1") ? Optional.of("a.b") : Optional.empty());
    knowing.publish(request(OTHER, MONDAY, 3));
    assertThat(warehouse().history("t").get(0).job()).contains("a.b");
  }

  /** The look of the run at the date is followed by the other job's commit, and then by its own. */
  @Test
  void refusesADateThatAnotherJobPublishedAfterTheLastLook() throws IOException {
    publish(AB, MONDAY, 1);
    withoutJob("t");
    withoutJob("r");
    Warehouse other = new Warehouse(spark, name -> path(name.equals("r") ? "r2" : name));
    AtomicInteger looks = new AtomicInteger();
    Warehouse slow =
        new Warehouse(
            spark,
            this::path,
            run -> {
              // The first one is for the forecasts, right before they are written.
              if (looks.incrementAndGet() == 1) {
                other.publish(request(new PublishingJob("a-b", Optional.of("churn")), MONDAY, 2));
              }
              return Optional.of("a.b");
            });

    assertRefused(
        () -> slow.publish(request(OTHER, MONDAY, 3)),
        ErrorCode.ANOTHER_JOBS_FORECASTS,
        "has rows of job 'a-b' for 2026-05-04 (run run-2)");
    assertThat(slow.history("t").get(0).runId()).isEqualTo(new RunId("run-2"));
  }

  @Test
  void aHeldRunIsOfAJob() {
    publish(AB, MONDAY, 1);
    assertRefused(() -> hold(OTHER, 2), ErrorCode.ANOTHER_JOBS_FORECASTS, "job 'a-b'");
    assertThat(root.resolve("t_held")).doesNotExist();

    assertRefused(() -> hold(TAKES_OVER, 3), ErrorCode.GUARD_REFUSED, "run run-3 is held");
    warehouse().approve("t", new RunId("run-3"), decision("yes-1"), () -> {});
    assertThat(warehouse().history("t").get(0).job()).contains("a.b");
  }

  @Test
  void aRollbackStaysWithinAJobUnlessItsFileAllowsMore() {
    publish(AB, MONDAY, 1);
    publish(TAKES_OVER, MONDAY, 2);
    List<String> taken = content("t");

    assertRefused(
        () -> warehouse().rollBack("t", MONDAY, Optional.empty(), decision("back-1")),
        ErrorCode.ANOTHER_JOBS_FORECASTS,
        "has forecasts of job 'a.b' for 2026-05-04 (run run-2), and run run-1 is of job 'a-b'",
        "-D forecasts.take-over=a.b");
    assertThat(content("t")).isEqualTo(taken);

    warehouse()
        .rollBack(
            "t",
            MONDAY,
            Optional.empty(),
            decision("back-2"),
            Optional.of(new PublishingJob("a-b", Optional.of("a.b"))));
    assertThat(warehouse().history("t").get(0).job()).contains("a-b");
    assertThat(content("t")).isNotEqualTo(taken);
    assertThat(
            spark
                .read()
                .format("delta")
                .load(path("r"))
                .select("run_id")
                .distinct()
                .collectAsList())
        .hasToString("[[run-1]]");
    publish(AB, MONDAY, 3);
  }

  private void withoutJob(String table) throws IOException {
    Path commit = log(table, 1);
    String text = Files.readString(commit);
    assertThat(text).contains("\\\"job\\\":\\\"a-b\\\",");
    Files.writeString(commit, text.replace("\\\"job\\\":\\\"a-b\\\",", ""));
    Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));
  }

  private void publish(PublishingJob job, LocalDate date, int run) {
    warehouse().publish(request(job, date, run));
  }

  private void hold(PublishingJob job, int run) {
    warehouse()
        .publish(
            request(job, MONDAY, run),
            (scored, rows) ->
                List.of(
                    new GuardFinding(
                        Guard.NULLS, "age", 1, 0.1, GuardFinding.Verdict.REFUSED, "")));
  }

  private static PublishRequest request(PublishingJob job, LocalDate date, int run) {
    PublishRequest plain =
        Runs.request(ScoredRows.binary(20, 2, run), 20, date, "run-" + run, List.of("region"));
    return new PublishRequest(
        plain.scored(),
        plain.prefix(),
        plain.task(),
        plain.passThrough(),
        plain.table(),
        plain.rejects(),
        date,
        new ModelVersion(new ModelName("churn"), 7),
        Map.of(),
        plain.runId(),
        plain.scoredAt(),
        plain.sources(),
        plain.specHash(),
        plain.maxRejectedShare(),
        plain.maxRejectedRows(),
        "",
        "",
        job);
  }

  private static Decision decision(String run) {
    return new Decision(new RunId(run), "ann", "because", Instant.EPOCH);
  }

  private List<String> content(String name) {
    return Runs.contentOf(spark, path(name));
  }

  private Path log(String table, int version) {
    return root.resolve(table + "/_delta_log/" + String.format(Locale.ROOT, "%020d.json", version));
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::path);
  }

  private String path(String name) {
    return root.resolve(name).toString();
  }
}
