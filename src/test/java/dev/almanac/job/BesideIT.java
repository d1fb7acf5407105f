package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.testing.TestSpark;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class BesideIT {
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  private final SparkSession spark = TestSpark.session();

  @Test
  void givesWhatTheWorkGives() {
    try (Beside<Long> work = Beside.start(spark, "counting", () -> spark.range(10).count())) {
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
            () -> {
              spark.range(1_000_000_000).toDF().foreach(slow);
              return true;
            });
    assertThat(BEGUN.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(running()).isTrue();

    work.close();

    for (int i = 0; i < 600 && running(); i++) {
      Thread.sleep(100);
    }
    assertThat(running()).isFalse();
  }

  private boolean running() {
    SparkStatusTracker jobs = spark.sparkContext().statusTracker();
    int[] ours = jobs.getJobIdsForTag("almanac-waiting");
    return Arrays.stream(jobs.getActiveJobIds())
        .anyMatch(active -> Arrays.stream(ours).anyMatch(job -> job == active));
  }
}
