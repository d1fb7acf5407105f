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
    assertThat(JobFailures.translate("scoring", new SparkException("Job aborted", ours)))
        .isSameAs(ours);
  }

  @Test
  void reportsSparksErrorAsAnotherSystemsThatFailed() {
    AlmanacException translated =
        JobFailures.translate("training", new SparkException("Job aborted: executor lost"));
    assertThat(translated.code()).isEqualTo(ErrorCode.SPARK_FAILED);
    assertThat(translated)
        .hasMessageContaining("while training")
        .hasMessageContaining("executor lost");
  }

  @Test
  void callsABugABug() {
    AlmanacException translated =
        JobFailures.translate("training", new IllegalStateException("odd"));
    assertThat(translated.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(translated)
        .hasMessageContaining("odd")
        .hasCauseInstanceOf(IllegalStateException.class);
  }
}
