package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class JobFailuresTest {
  @Test
  void findsOurOwnErrorBelowThoseThatSparkWrapsItIn() {
    AlmanacException ours =
        new AlmanacException(ErrorCode.ARTIFACT_DAMAGED, "model.pmml is damaged");
    assertThat(JobFailures.told("scoring", new SparkException("Job aborted", ours))).isSameAs(ours);
  }

  @Test
  void tellsSparksErrorAsAnotherSystemsThatFailed() {
    AlmanacException told =
        JobFailures.told("training", new SparkException("Job aborted: executor lost"));
    assertThat(told.code()).isEqualTo(ErrorCode.SPARK_FAILED);
    assertThat(told).hasMessageContaining("while training").hasMessageContaining("executor lost");
  }

  @Test
  void callsABugABug() {
    AlmanacException told = JobFailures.told("training", new IllegalStateException("odd"));
    assertThat(told.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(told).hasMessageContaining("odd").hasCauseInstanceOf(IllegalStateException.class);
  }
}
