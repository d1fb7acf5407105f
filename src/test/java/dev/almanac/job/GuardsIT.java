package dev.almanac.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoringSite;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.Decision;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scoring runs of one small model: what guards find, and what the table of runs tells of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Interpreted.class)
@Tag("slow")
class GuardsIT {
  private static final LocalDate MAY = LocalDate.parse("2026-05-02");

  private Path folder = Path.of("unset");
  private ScoringSite site = new ScoringSite(folder);
  private LocalDate date = MAY;

  @BeforeAll
  void train(@TempDir Path temporary) {
    folder = temporary;
    site = new ScoringSite(folder);
    site.train();
  }

  /** A date of its own for each test, and the rows of training to score. */
  @BeforeEach
  void nextDate() {
    date = date.plusDays(10);
    site.write(ScoringSite.rows());
  }

  @Test
  void findsNothingInWhatTheModelWasTrainedOn() {
    JobSpec job = job(GuardSpec.Action.REFUSE);
    site.score(job(GuardSpec.Action.WARN), date);

    ScoreResult again = site.score(job, date.plusDays(1));

    assertThat(again.guards())
        .extracting(GuardFinding::verdict)
        .containsOnly(GuardFinding.Verdict.HOLDS);
    assertThat(again.guards()).extracting(GuardFinding::guard).contains(Guard.values());
    assertThat(finding(again.guards(), Guard.MOVERS).note()).contains("keys in both");
    RunRecord run = site.runs().get(0);
    assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(run.versions()).isEqualTo("late:1");
    assertThat(run.rowsIn()).hasValue(2_000);
    assertThat(run.rowsScored().orElseThrow() + run.rejectedRows()).isEqualTo(2_000);
    assertThat(run.tableVersion()).isEqualTo(again.tableVersion());
    assertThat(run.summary()).contains("\"guard\":\"label-flips\"");
    assertThat(run.sourceVersion()).startsWith("today@v");
    assertThat(run.engine()).isEqualTo(again.engine());
  }

  @Test
  void seesAnInputThatDriftedAndForecastsWithIt() {
    JobSpec job = job(GuardSpec.Action.WARN);
    site.score(job, date);
    site.write(ScoringSite.rows().withColumn("whole", lit((short) 4)));

    ScoreResult result = site.score(job, date.plusDays(1));

    assertThat(warned(result.guards()))
        .contains("INPUT_DRIFT whole", "FORECAST_DRIFT probability", "LAST_DRIFT probability")
        .doesNotContain("INPUT_DRIFT x", "INPUT_DRIFT unseen");
    assertThat(finding(result.guards(), Guard.MOVERS).value()).isPositive();
    assertThat(finding(result.guards(), Guard.MOVERS).note()).contains("furthest id=");
    assertThat(site.forecasts().where(col("run_date").equalTo(lit(date.plusDays(1)))).count())
        .isEqualTo(result.account().scored());
  }

  @Test
  void holdsARunAndPublishesItWhenSomebodySaysSo() {
    JobSpec job = site.job(Guard.NULLS, GuardSpec.Action.REFUSE, 0.1);
    site.score(job, date);
    List<Row> before = forecasts();
    site.write(
        ScoringSite.rows()
            .withColumn("x", when(col("id").lt(1_500), lit(null)).otherwise(col("x"))));

    assertRefused(
        () -> site.score(job, date),
        ErrorCode.GUARD_REFUSED,
        "nulls of 'x': 0.",
        "and the guard allows 0.1000",
        "% in training");

    assertThat(forecasts()).isEqualTo(before);
    RunRecord held = site.runs().get(0);
    assertThat(held.state()).isEqualTo(RunState.HELD);
    assertThat(held.reason()).startsWith("GUARD_REFUSED: run " + held.runId());
    assertThat(held.summary()).contains("\"verdict\":\"refused\"");
    assertThat(held.rowsIn()).hasValue(2_000);

    held()
        .approve(
            held.runId(), Optional.empty(), decision("the feed is like that now"), Progress.SILENT);

    assertThat(forecasts()).isNotEqualTo(before);
    assertThat(
            site.forecasts()
                .where(col("run_date").equalTo(lit(date)))
                .select("run_id")
                .distinct()
                .collectAsList())
        .hasToString("[[%s]]".formatted(held.runId()));
    RunRecord approved = site.runs().get(0);
    assertThat(approved.runId()).isEqualTo(held.runId());
    assertThat(approved.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(approved.reason()).isEqualTo("approved: the feed is like that now");
    assertThat(approved.user()).isEqualTo("ann");
    assertRefused(
        () -> held().approve(held.runId(), Optional.empty(), decision("again"), Progress.SILENT),
        ErrorCode.NO_SUCH_RUN,
        "is not held: it is published since");
  }

  @Test
  void discardsARunThatIsHeld() {
    JobSpec job = site.job(Guard.INPUT_DRIFT, GuardSpec.Action.REFUSE, 0.1);
    site.write(ScoringSite.rows().withColumn("unseen", lit("u9")));
    assertRefused(() -> site.score(job, date), ErrorCode.GUARD_REFUSED, "input-drift of 'unseen'");
    RunRecord held = site.runs().get(0);

    held().discard(held.runId(), Optional.empty(), decision("half is missing"), Progress.SILENT);

    RunRecord discarded = site.runs().get(0);
    assertThat(discarded.runId()).isEqualTo(held.runId());
    assertThat(discarded.state()).isEqualTo(RunState.REFUSED);
    assertThat(discarded.reason()).isEqualTo("discarded: half is missing");
    assertRefused(
        () -> held().approve(held.runId(), Optional.empty(), decision("no"), Progress.SILENT),
        ErrorCode.NO_SUCH_RUN,
        "is not held: it is refused");
  }

  @Test
  void reportsRunsThatPublishedNothing() {
    site.write(
        ScoringSite.rows()
            .withColumn("whole", when(col("id").lt(30), lit(null)).otherwise(col("whole"))));
    assertRefused(
        () -> site.score(site.job(GuardSpec.OFF, OptionalLong.of(29)), date),
        ErrorCode.TOO_MANY_REJECTS,
        "max-rejected-rows allows 29");
    assertThat(site.runs().get(0).state()).isEqualTo(RunState.REFUSED);

    site.write(ScoringSite.rows().drop("whole"));
    assertRefused(
        () -> site.score(site.job(GuardSpec.OFF, OptionalLong.empty()), date),
        ErrorCode.SCHEMA_MISMATCH,
        "column 'whole' (integer) is missing");
    RunRecord failed = site.runs().get(0);
    assertThat(failed.state()).isEqualTo(RunState.FAILED);
    assertThat(failed.reason()).startsWith("SCHEMA_MISMATCH: the table does not have");
    assertThat(failed.versions()).isEqualTo("late:1");
    assertThat(failed.rowsIn()).isEmpty();
  }

  @Test
  void judgesNothingOnAFewRows() {
    JobSpec job = job(GuardSpec.Action.REFUSE);
    site.score(job(GuardSpec.Action.WARN), date);
    site.write(ScoringSite.rows().limit(40).withColumn("whole", lit((short) 4)));

    ScoreResult result = site.score(job, date.plusDays(1));

    assertThat(result.account().in()).isEqualTo(40);
    assertThat(finding(result.guards(), Guard.INPUT_DRIFT).verdict())
        .isEqualTo(GuardFinding.Verdict.NOT_JUDGED);
    assertThat(finding(result.guards(), Guard.INPUT_DRIFT).note())
        .contains("too few to judge: 40 rows");
  }

  /** Somebody has to decide about what cannot be compared. */
  @Test
  void holdsWhatCannotBeComparedWithTraining() throws IOException {
    site.score(job(GuardSpec.Action.WARN), date);
    Path profile = profile();
    byte[] bytes = Files.readAllBytes(profile);
    Files.write(profile, "{\"schema\":1}".getBytes(UTF_8));
    try {
      assertRefused(
          () -> site.score(job(GuardSpec.Action.REFUSE), date),
          ErrorCode.GUARD_REFUSED,
          "\n  nulls: the training profile of late:1 cannot be read: ",
          "\n  input-drift: the training profile of late:1 cannot be read: ",
          "\n  forecast-drift: the training profile of late:1 cannot be read: ",
          "profile.json");
      assertThat(site.runs().get(0).state()).isEqualTo(RunState.HELD);
      ScoreResult warned = site.score(job(GuardSpec.Action.WARN), date);
      assertThat(warned.guards())
          .filteredOn(finding -> finding.verdict() == GuardFinding.Verdict.WARNED)
          .extracting(GuardFinding::guard)
          .containsExactlyInAnyOrder(Guard.NULLS, Guard.INPUT_DRIFT, Guard.FORECAST_DRIFT);
    } finally {
      Files.write(profile, bytes);
    }
  }

  @Test
  void holdsWhatCannotBeComparedWithTheLastPublication() throws IOException {
    site.score(job(GuardSpec.Action.WARN), date);
    Path file =
        Stream.of(site.forecasts().inputFiles())
            .filter(name -> name.contains("run_date=" + date))
            .map(name -> Path.of(URI.create(name)))
            .findFirst()
            .orElseThrow();
    Path aside = folder.resolve("aside.parquet");
    Files.move(file, aside);
    try {
      assertRefused(
          () -> site.score(job(GuardSpec.Action.REFUSE), date.plusDays(1)),
          ErrorCode.GUARD_REFUSED,
          "\n  last-drift: the last publication cannot be read: ",
          "\n  label-flips: the last publication cannot be read: ",
          "\n  movers: the last publication cannot be read: ",
          "\n  segments: the last publication cannot be read: ");
      assertThat(site.runs().get(0).state()).isEqualTo(RunState.HELD);
      ScoreResult warned = site.score(job(GuardSpec.Action.WARN), date.plusDays(1));
      assertThat(warned.guards())
          .filteredOn(finding -> finding.verdict() == GuardFinding.Verdict.WARNED)
          .extracting(GuardFinding::guard)
          .containsExactlyInAnyOrder(
              Guard.LAST_DRIFT, Guard.LABEL_FLIPS, Guard.MOVERS, Guard.SEGMENTS);
    } finally {
      Files.move(aside, file);
    }
  }

  private Path profile() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("registry"))) {
      return files.filter(path -> path.endsWith(Artifacts.PROFILE)).findFirst().orElseThrow();
    }
  }

  /** A source that gains a column, then has one as another type, then loses one. */
  @Test
  void bearsASourceThatGrowsAndRefusesOneThatChanges() {
    JobSpec job = site.job(GuardSpec.OFF, OptionalLong.empty());
    site.score(job, date);
    List<Row> first = content(date);

    site.write(ScoringSite.rows().withColumn("another", lit("new")));
    site.score(job, date);
    assertThat(content(date)).as("a column that nobody reads").isEqualTo(first);

    site.write(ScoringSite.rows().withColumn("whole", col("whole").cast("bigint")));
    site.score(job, date);
    assertThat(content(date)).as("the same numbers, wider").isEqualTo(first);

    site.write(ScoringSite.rows().withColumn("whole", col("whole").cast("string")));
    assertRefused(
        () -> site.score(job, date),
        ErrorCode.SCHEMA_MISMATCH,
        "column 'whole' is STRING, the model was trained on integer");

    site.write(ScoringSite.rows().withColumn("id", col("id").cast("string")));
    assertRefused(
        () -> site.score(job, date),
        ErrorCode.SCHEMA_MISMATCH,
        "its column 'id' is BIGINT, the job's is STRING");

    site.write(ScoringSite.rows().drop("x"));
    assertRefused(
        () -> site.score(job, date), ErrorCode.SCHEMA_MISMATCH, "column 'x' (double) is missing");
    assertThat(content(date)).isEqualTo(first);
  }

  private JobSpec job(GuardSpec.Action action) {
    Map<Guard, GuardSpec.Rule> rules =
        Stream.of(Guard.values())
            .collect(Collectors.toMap(guard -> guard, guard -> new GuardSpec.Rule(action, 0.2)));
    return site.job(new GuardSpec(rules, 100, 0.1, Optional.of("unseen")), OptionalLong.empty());
  }

  private HeldRunApproval held() {
    return new HeldRunApproval(TestSpark.session(), site.registry(), site.platform());
  }

  private Decision decision(String reason) {
    return new Decision(new RunId("decided"), "ann", reason, Instant.parse("2026-07-01T00:00:00Z"));
  }

  private List<Row> forecasts() {
    return site.forecasts().orderBy("run_date", "id").collectAsList();
  }

  private List<Row> content(LocalDate day) {
    Dataset<Row> rows =
        site.forecasts()
            .where(col("run_date").equalTo(lit(day)))
            .drop("run_id", "scored_at", "source_version");
    return rows.orderBy("id").collectAsList();
  }

  private static GuardFinding finding(List<GuardFinding> findings, Guard guard) {
    return findings.stream().filter(one -> one.guard() == guard).findFirst().orElseThrow();
  }

  private static List<String> warned(List<GuardFinding> findings) {
    return findings.stream()
        .filter(finding -> finding.verdict() == GuardFinding.Verdict.WARNED)
        .map(finding -> finding.guard() + " " + finding.subject())
        .toList();
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(
            e ->
                Stream.of(messages)
                    .forEach(message -> assertThat(e).hasMessageContaining(message)));
  }
}
