package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoringSite;
import dev.almanac.testing.TestSpark;
import dev.almanac.testing.TrainingSite;
import dev.almanac.warehouse.Decision;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dates of the past that are scored, alone and beside others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Interpreted.class)
@Tag("slow")
class BackfillIT {
  private ScoringSite site = new ScoringSite(Path.of("unset"));
  private Path folder = Path.of("unset");
  private LocalDate first = LocalDate.parse("2026-06-01");

  @BeforeAll
  void train(@TempDir Path root) {
    folder = root;
    site = new ScoringSite(root);
    site.train();
    site.write(ScoringSite.rows().limit(200));
  }

  @BeforeEach
  void nextMonth() {
    first = first.plusMonths(1);
  }

  @Test
  void scoresWhatIsMissingAndGoesOnWhereItEnded() {
    site.score(job(), first.plusDays(1));
    Backfill.Request request = today(first, first.plusDays(3));
    List<Backfill.Step> plan = backfill().plan(job(), request);
    assertThat(needs(plan))
        .containsExactly(
            Backfill.Need.MISSING,
            Backfill.Need.DONE,
            Backfill.Need.MISSING,
            Backfill.Need.MISSING);
    assertThat(plan.get(1).why()).startsWith("published by run run-");

    // Breaks off after a date, as a killed process does.
    assertThatThrownBy(
            () ->
                backfill()
                    .run(
                        job(),
                        request,
                        plan,
                        date -> {
                          if (date.isAfter(first)) {
                            throw new OutOfMemoryError("killed");
                          }
                          return site.context(date);
                        }))
        .isInstanceOf(OutOfMemoryError.class);

    List<Backfill.Step> rest = backfill().plan(job(), request);
    assertThat(needs(rest))
        .containsExactly(
            Backfill.Need.DONE, Backfill.Need.DONE, Backfill.Need.MISSING, Backfill.Need.MISSING);
    List<Backfill.Outcome> outcomes = backfill().run(job(), request, rest, site::context);
    assertThat(outcomes).hasSize(2).allSatisfy(outcome -> assertThat(outcome.result()).isPresent());
    assertThat(needs(backfill().plan(job(), request))).containsOnly(Backfill.Need.DONE);
    assertWhole(first, first.plusDays(3));
  }

  @Test
  void seesAnotherVersionAndAnotherSource() {
    site.score(job(), first);
    site.write(ScoringSite.rows().limit(200));
    Backfill.Step changed = backfill().plan(job(), today(first, first)).get(0);
    assertThat(changed.need()).isEqualTo(Backfill.Need.SOURCE_CHANGED);
    assertThat(changed.why()).matches("scored from today@v\\d+, now today@v\\d+");
    assertThat(
            needs(
                backfill()
                    .plan(
                        job(),
                        new Backfill.Request(
                            first, first, Backfill.Versions.TODAY, Backfill.Sources.IGNORED))))
        .containsExactly(Backfill.Need.DONE);

    int old = champion();
    site.trainAgain();
    Backfill.Step stale = backfill().plan(job(), today(first, first)).get(0);
    assertThat(stale.need()).isEqualTo(Backfill.Need.OTHER_VERSION);
    assertThat(stale.why()).isEqualTo("forecasts of late:" + old);
    assertThat(stale.scoredBy()).isEqualTo("late:" + (old + 1));

    backfill().run(job(), today(first, first), List.of(stale), site::context);
    assertThat(needs(backfill().plan(job(), today(first, first))))
        .containsExactly(Backfill.Need.DONE);
  }

  /** Last, because it moves the alias in the year after. */
  @Test
  @Order(Integer.MAX_VALUE)
  void takesTheChampionOfEachDate() {
    int old = champion();
    site.trainAgain();
    at("2027-01-10T12:00:00Z")
        .moveAlias(
            TrainingSite.MODEL,
            Alias.CHAMPION,
            old,
            OptionalInt.empty(),
            "a try",
            new RunId("move-1"));

    List<Backfill.Step> plan =
        backfill()
            .plan(
                job(),
                new Backfill.Request(
                    LocalDate.parse("2026-05-01"),
                    LocalDate.parse("2026-05-02"),
                    Backfill.Versions.AS_OF,
                    Backfill.Sources.COMPARED));
    assertThat(needs(plan))
        .as("trained at three in the morning of the first of May")
        .containsExactly(Backfill.Need.NO_VERSION, Backfill.Need.MISSING);
    List<Backfill.Step> january =
        backfill()
            .plan(
                job(),
                new Backfill.Request(
                    LocalDate.parse("2027-01-10"),
                    LocalDate.parse("2027-01-11"),
                    Backfill.Versions.AS_OF,
                    Backfill.Sources.COMPARED));
    assertThat(january)
        .extracting(Backfill.Step::scoredBy)
        .containsExactly("late:" + (old + 1), "late:" + old);
  }

  @Test
  void aDateWithoutRowsIsSkippedOnce() {
    JobSpec job = ScoringSite.skippingEmptyDates(job());
    site.score(job, first.plusDays(1));
    site.write(ScoringSite.rows().limit(0));
    try {
      assertThatThrownBy(() -> site.score(job(), first))
          .isInstanceOfSatisfying(
              AlmanacException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NOTHING_TO_PUBLISH))
          .hasMessageContaining("score.when-empty = skip")
          .hasMessageNotContaining("erase");
      assertThat(needs(backfill().plan(job, today(first, first))))
          .containsExactly(Backfill.Need.MISSING);

      ScoreResult result = site.score(job, first);

      assertThat(result.skipped()).isTrue();
      RunRecord run = site.runs().get(0);
      assertThat(run.state()).isEqualTo(RunState.SKIPPED);
      assertThat(run.rowsIn()).hasValue(0);
      assertThat(run.tableVersion()).isEmpty();
      Backfill.Step step = backfill().plan(job, today(first, first)).get(0);
      assertThat(step.need()).isEqualTo(Backfill.Need.EMPTY);
      assertThat(step.why()).matches("no rows in today@v\\d+ \\(run run-\\d+\\)");
      assertThat(needs(backfill().plan(job(), today(first, first))))
          .as("a job that expects rows looks again")
          .containsExactly(Backfill.Need.MISSING);

      // A date that has forecasts keeps them, and is not planned again for ever.
      site.score(job, first.plusDays(1));
      assertWhole(first.plusDays(1), first.plusDays(1));
      assertThat(needs(backfill().plan(job, today(first, first.plusDays(1)))))
          .containsOnly(Backfill.Need.EMPTY);
    } finally {
      site.write(ScoringSite.rows().limit(200));
    }
    assertThat(needs(backfill().plan(job, today(first, first))))
        .containsExactly(Backfill.Need.SOURCE_CHANGED);
    backfill()
        .run(job, today(first, first), backfill().plan(job, today(first, first)), site::context);
    assertThat(needs(backfill().plan(job, today(first, first))))
        .containsExactly(Backfill.Need.DONE);
  }

  @Test
  void leavesTheDatesOfAnotherJobAlone() {
    site.score(job(), first);
    String runs = site.forecasts().where(col("run_date").equalTo(lit(first))).first().toString();
    JobSpec other = called("other", Optional.empty());

    List<Backfill.Step> plan = backfill().plan(other, today(first, first.plusDays(1)));
    assertThat(needs(plan)).containsExactly(Backfill.Need.OTHER_JOB, Backfill.Need.MISSING);
    assertThat(plan.get(0).why())
        .isEqualTo("published by job late; forecasts.take-over = late replaces it");
    assertThatThrownBy(() -> site.score(other, first))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ANOTHER_JOBS_FORECASTS));
    RunRecord refused = site.runs().get(0);
    assertThat(refused.state()).isEqualTo(RunState.REFUSED);
    assertThat(refused.job()).isEqualTo("other");
    assertThat(site.forecasts().where(col("run_date").equalTo(lit(first))).first().toString())
        .isEqualTo(runs);

    JobSpec heir = called("other", Optional.of("late"));
    assertThat(needs(backfill().plan(heir, today(first, first))))
        .containsExactly(Backfill.Need.DONE);
    site.score(heir, first);
    assertThat(needs(backfill().plan(job(), today(first, first))))
        .containsExactly(Backfill.Need.OTHER_JOB);
  }

  @Test
  void refusesDatesThatAreNone() {
    assertThatThrownBy(() -> today(first, first.minusDays(1)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION));
    assertThatThrownBy(() -> today(first, first.plusYears(40)))
        .hasMessageContaining("more than 10000 dates");
  }

  /** Two live runs of one date and three backfills of two ranges that overlap, all at once. */
  @Test
  void nothingIsDroppedOrDoubledByManyAtOnce() throws Exception {
    LocalDate live = first.plusDays(10);
    ExecutorService pool = Executors.newFixedThreadPool(5);
    List<String> endings = new ArrayList<>();
    try {
      List<Callable<List<String>>> tasks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        tasks.add(
            () -> {
              try {
                site.score(job(), live);
                return List.of("published");
              } catch (AlmanacException e) {
                return List.of(e.code().name());
              }
            });
      }
      for (LocalDate from : List.of(first, first, first.plusDays(1))) {
        tasks.add(
            () -> {
              Backfill.Request request = today(from, from.plusDays(1));
              return backfill()
                  .run(job(), request, backfill().plan(job(), request), site::context)
                  .stream()
                  .map(outcome -> outcome.failure().map(e -> e.code().name()).orElse("published"))
                  .toList();
            });
      }
      for (Future<List<String>> done : pool.invokeAll(tasks)) {
        endings.addAll(done.get());
      }
    } finally {
      pool.shutdown();
    }

    assertThat(endings).as("a loser is told").isSubsetOf("published", "LOST_RACE");
    assertWhole(first, first.plusDays(2));
    assertWhole(live, live);
    List<Row> runs =
        site.forecasts()
            .where(col("run_date").geq(lit(first)).and(col("run_date").leq(lit(live))))
            .groupBy("run_date")
            .agg(countDistinct("run_id"))
            .collectAsList();
    assertThat(runs).hasSize(4).extracting(row -> row.getLong(1)).containsOnly(1L);
    Backfill.Request all = today(first, first.plusDays(2));
    assertThat(needs(backfill().plan(job(), all))).containsOnly(Backfill.Need.DONE);
  }

  /** A process that dies between its commit and its row leaves the row to the next run. */
  @Test
  void writesTheRowsThatKilledRunsLeftOut() {
    site.score(job(), first);
    site.score(job(), first);
    ForecastUpkeep upkeep = new ForecastUpkeep(TestSpark.session(), site.platform());
    upkeep.rollBack(
        "late",
        first,
        Optional.empty(),
        new Decision(new RunId("back-1"), "ann", "bad feed", Instant.parse("2026-07-02T00:00:00Z")),
        Progress.SILENT);
    List<RunRecord> before = site.runs();
    assertThat(before.stream().filter(run -> run.runDate().equals(first)))
        .extracting(RunRecord::state)
        .containsExactlyInAnyOrder(RunState.PUBLISHED, RunState.ROLLED_BACK);
    TestSpark.session().sql("DELETE FROM delta.`%s`".formatted(folder.resolve("warehouse/runs")));
    assertThat(site.runs()).isEmpty();

    site.score(job(), first.plusDays(1));

    List<RunRecord> after = site.runs();
    for (RunRecord run : before.subList(0, 2)) {
      assertThat(after)
          .filteredOn(other -> other.runId().equals(run.runId()))
          .singleElement()
          .satisfies(
              other -> {
                assertThat(other.state()).isEqualTo(run.state());
                assertThat(other.rowsIn()).isEqualTo(run.rowsIn());
                assertThat(other.tableVersion()).isEqualTo(run.tableVersion());
              });
    }
  }

  private void assertWhole(LocalDate from, LocalDate to) {
    List<Row> days =
        site.forecasts()
            .where(col("run_date").geq(lit(from)).and(col("run_date").leq(lit(to))))
            .groupBy("run_date")
            .agg(count(lit(1)), countDistinct("id"))
            .collectAsList();
    assertThat(days).hasSize((int) (to.toEpochDay() - from.toEpochDay() + 1));
    assertThat(days)
        .allSatisfy(
            day -> {
              assertThat(day.getLong(1)).as("doubled").isEqualTo(day.getLong(2));
              assertThat(day.getLong(1)).as("dropped").isEqualTo(200);
            });
  }

  private static List<Backfill.Need> needs(List<Backfill.Step> plan) {
    return plan.stream().map(Backfill.Step::need).toList();
  }

  private static Backfill.Request today(LocalDate from, LocalDate to) {
    return new Backfill.Request(from, to, Backfill.Versions.TODAY, Backfill.Sources.COMPARED);
  }

  private Backfill backfill() {
    return new Backfill(TestSpark.session(), site.registry(), site.platform());
  }

  private JobSpec job() {
    return site.job(GuardSpec.OFF, OptionalLong.empty());
  }

  /** The same job by another name. */
  private JobSpec called(String name, Optional<String> takeOver) {
    JobSpec job = job();
    ForecastSpec tables = job.forecasts();
    return new JobSpec(
        new ModelName(name),
        job.description(),
        job.runDate(),
        job.train(),
        job.alias(),
        job.score(),
        job.decision(),
        new ForecastSpec(
            tables.table(),
            tables.rejects(),
            tables.guards(),
            tables.catalogTable(),
            takeOver,
            Optional.empty()),
        job.effective());
  }

  private int champion() {
    return site.registry().aliases(TrainingSite.MODEL).getOrDefault(Alias.CHAMPION, 0);
  }

  private ModelRegistry at(String time) {
    return new ModelRegistry(
        FileStores.open(
            folder.resolve("registry").toString(), WriterPolicy.MANY, Configuration::new),
        Clock.fixed(Instant.parse(time), ZoneOffset.UTC),
        "tester");
  }
}
