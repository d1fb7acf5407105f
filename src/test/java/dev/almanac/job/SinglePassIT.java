package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.data.ScalaSeqs;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoringSite;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How often a scoring run reads the rows of its source. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Interpreted.class)
class SinglePassIT {
  private static final LocalDate DATE = LocalDate.parse("2026-05-02");
  private static final long ROWS = 2_000;

  private final AtomicLong read = new AtomicLong();

  /** Counts the rows that tasks read from files of the source's format. */
  private final SparkListener listener =
      new SparkListener() {
        @Override
        public void onStageCompleted(SparkListenerStageCompleted event) {
          boolean ofTheSource =
              ScalaSeqs.list(event.stageInfo().rddInfos()).stream()
                  .anyMatch(
                      rdd ->
                          rdd.scope().isDefined()
                              && rdd.scope().get().name().startsWith("Scan orc"));
          if (ofTheSource) {
            read.addAndGet(event.stageInfo().taskMetrics().inputMetrics().recordsRead());
          }
        }
      };

  private Path folder = Path.of("unset");
  private ScoringSite site = new ScoringSite(folder);

  @BeforeAll
  void train(@TempDir Path temporary) {
    folder = temporary;
    site = new ScoringSite(folder);
    site.train();
    ScoringSite.rows().write().orc(folder.resolve("rows.orc").toString());
    TestSpark.session().sparkContext().addSparkListener(listener);
  }

  @AfterAll
  void removeListener() {
    TestSpark.session().sparkContext().removeSparkListener(listener);
  }

  private long read() throws Exception {
    TestSpark.session().sparkContext().listenerBus().waitUntilEmpty();
    return read.getAndSet(0);
  }

  @Test
  void readsEachRowOnceWithAllGuardsOn() throws Exception {
    JobSpec job = job();
    site.score(job, DATE);
    read();

    ScoreResult result = site.score(job, DATE.plusDays(1));

    assertThat(result.account().in()).isEqualTo(ROWS);
    assertThat(result.guards())
        .extracting(GuardFinding::guard)
        .contains(Guard.NULLS, Guard.INPUT_DRIFT, Guard.FORECAST_DRIFT, Guard.MOVERS);
    assertThat(read()).isEqualTo(ROWS);
  }

  @Test
  void readsEachRowOnceForANewTable() throws Exception {
    JobSpec job = job();
    read();

    site.score(job, DATE.minusDays(1));

    assertThat(read()).isEqualTo(ROWS);
  }

  /** The job with guards that read something, on a source of a format that nothing else has. */
  private JobSpec job() {
    GuardSpec guards =
        new GuardSpec(
            Map.of(
                Guard.NULLS, new GuardSpec.Rule(GuardSpec.Action.WARN, 0.5),
                Guard.INPUT_DRIFT, new GuardSpec.Rule(GuardSpec.Action.WARN, 0.5),
                Guard.FORECAST_DRIFT, new GuardSpec.Rule(GuardSpec.Action.WARN, 0.5),
                Guard.LAST_DRIFT, new GuardSpec.Rule(GuardSpec.Action.WARN, 0.5),
                Guard.MOVERS, new GuardSpec.Rule(GuardSpec.Action.WARN, 0.5)),
            100,
            0.2,
            Optional.empty());
    JobSpec plain = site.job(guards, OptionalLong.empty());
    ScoreSpec score = plain.score();
    return new JobSpec(
        plain.model(),
        plain.description(),
        plain.runDate(),
        plain.train(),
        plain.alias(),
        new ScoreSpec(
            new DatasetSpec(
                List.of(
                    new SourceSpec(
                        "today",
                        "orc",
                        Optional.of("rows.orc"),
                        Map.of(),
                        Optional.empty(),
                        OptionalLong.empty())),
                Optional.empty()),
            score.model(),
            score.keys(),
            List.of("unseen"),
            score.engine(),
            score.maxRejectedShare(),
            score.maxRejectedRows(),
            score.segments(),
            score.challengers()),
        plain.decision(),
        plain.forecasts(),
        plain.effective());
  }
}
