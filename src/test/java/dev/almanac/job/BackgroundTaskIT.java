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
import java.util.stream.IntStream;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class BackgroundTaskIT {
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
    try (BackgroundTask<Long> work =
        BackgroundTask.start(spark, "counting", RUN, () -> spark.range(10).count())) {
      assertThat(work.get()).isEqualTo(10);
    }
  }

  @Test
  void throwsWhatTheWorkThrows() {
    IllegalStateException failure = new IllegalStateException("no");
    try (BackgroundTask<Long> work =
        BackgroundTask.start(
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
    VoidFunction<Integer> slow =
        number -> {
          BEGUN.countDown();
          Thread.sleep(1);
        };
    BackgroundTask<Boolean> work =
        BackgroundTask.start(
            spark,
            "waiting",
            RUN,
            () -> {
              numbers().foreach(slow);
              return true;
            });
    assertThat(BEGUN.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(running(work.tag())).isTrue();

    work.close();

    assertEnds(work.tag());
  }

  /** An interrupted thread may end before its job is cancelled; then only the job is left. */
  @Test
  void endsASparkJobWhoseThreadHasEnded() throws InterruptedException {
    TaggedThreads threads = new TaggedThreads(spark, "unattended", RUN, 1);
    threads.close();
    VoidFunction<Integer> slow = number -> Thread.sleep(1);
    spark.sparkContext().addJobTag(threads.tag());
    try {
      assertThat(numbers().foreachAsync(slow)).isNotNull();
    } finally {
      spark.sparkContext().removeJobTag(threads.tag());
    }
    while (!running(threads.tag())) {
      Thread.sleep(10);
    }

    threads.close();

    assertEnds(threads.tag());
  }

  /** Two trainings in one Spark application. */
  @Test
  void leavesTheWorkOfAnotherRunAlone() {
    RunContext other =
        new RunContext(
            new RunId("another"), RUN.runDate(), RUN.clock(), "ann", Map.of(), "", Progress.SILENT);
    CountDownLatch ended = new CountDownLatch(1);
    try (BackgroundTask<Long> kept =
        BackgroundTask.start(
            spark,
            "profile",
            other,
            () -> {
              await(ended);
              return spark.range(10).count();
            })) {
      BackgroundTask<Long> first =
          BackgroundTask.start(spark, "profile", RUN, () -> spark.range(20).count());
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

  /** So many that a job of a millisecond each takes minutes. It sees that it is cancelled. */
  private JavaRDD<Integer> numbers() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, 400_000).boxed().toList(), 2);
  }

  private void assertEnds(String tag) throws InterruptedException {
    try {
      // The tracker hears of the end of a job a little later than its thread.
      for (int i = 0; i < 600 && running(tag); i++) {
        Thread.sleep(100);
      }
      assertThat(running(tag)).isFalse();
    } finally {
      // A job that goes on would keep the cores from all other tests.
      spark.sparkContext().cancelAllJobs();
    }
  }

  private boolean running(String tag) {
    SparkStatusTracker jobs = spark.sparkContext().statusTracker();
    int[] ours = jobs.getJobIdsForTag(tag);
    return Arrays.stream(jobs.getActiveJobIds())
        .anyMatch(active -> Arrays.stream(ours).anyMatch(job -> job == active));
  }
}
