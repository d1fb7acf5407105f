package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.testing.TestSpark;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class BesideIT {
  private static final RunContext RUN =
      new RunContext(
          new RunId("one"),
          LocalDate.of(2026, 5, 1),
          Clock.systemUTC(),
          "ann",
          Map.of(),
          "",
          Progress.SILENT);
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  private final SparkSession spark = TestSpark.session();

  @Test
  void givesWhatTheWorkGives() {
    try (Beside<Long> work = Beside.start(spark, "counting", RUN, () -> spark.range(10).count())) {
      assertThat(work.get()).isEqualTo(10);
    }
  }

  @Test
  void throwsWhatTheWorkThrows() {
    IllegalStateException failure = new IllegalStateException("no");
    try (Beside<Long> work =
        Beside.start(
            spark,
            "failing",
            RUN,
            () -> {
              throw failure;
            })) {
      assertThatThrownBy(work::get).isSameAs(failure);
    }
  }

  @Test
  void endsTheSparkJobsOfWorkThatNobodyWaitedFor() throws InterruptedException {
    ForeachFunction<Row> slow =
        row -> {
          BEGUN.countDown();
          Thread.sleep(1);
        };
    Beside<Boolean> work =
        Beside.start(
            spark,
            "waiting",
            RUN,
            () -> {
              spark.range(1_000_000_000).toDF().foreach(slow);
              return true;
            });
    assertThat(BEGUN.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(running(work.tag())).isTrue();

    work.close();

    // The tracker hears of the end of a job a little later than its thread.
    for (int i = 0; i < 600 && running(work.tag()); i++) {
      Thread.sleep(100);
    }
    assertThat(running(work.tag())).isFalse();
  }

  /** Two trainings in one Spark application. */
  @Test
  void leavesTheWorkOfAnotherRunAlone() {
    RunContext other =
        new RunContext(
            new RunId("another"), RUN.runDate(), RUN.clock(), "ann", Map.of(), "", Progress.SILENT);
    CountDownLatch ended = new CountDownLatch(1);
    try (Beside<Long> kept =
        Beside.start(
            spark,
            "profile",
            other,
            () -> {
              await(ended);
              return spark.range(10).count();
            })) {
      Beside<Long> first = Beside.start(spark, "profile", RUN, () -> spark.range(20).count());
      assertThat(first.tag()).isNotEqualTo(kept.tag());
      first.close();
      ended.countDown();
      assertThat(kept.get()).isEqualTo(10);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean running(String tag) {
    SparkStatusTracker jobs = spark.sparkContext().statusTracker();
    int[] ours = jobs.getJobIdsForTag(tag);
    return Arrays.stream(jobs.getActiveJobIds())
        .anyMatch(active -> Arrays.stream(ours).anyMatch(job -> job == active));
  }
}
