package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.SplitSpec;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job file of the first release keeps its meaning: sites have theirs under version control. */
class JobFixtureTest {
  private static final JobSpec JOB =
      new ConfigLoader(Map.of(), List.of(), Path.of("").toAbsolutePath())
          .job(Path.of("src/test/resources/fixtures/job-v1/job.conf"));

  @Test
  void keepsWhatIsReadAndLearnt() {
    assertThat(JOB.model()).hasToString("orders");
    assertThat(JOB.runDate()).contains(LocalDate.of(2026, 2, 1));
    assertThat(JOB.train().dataset().sources())
        .anySatisfy(source -> assertThat(source.version()).hasValue(12))
        .anySatisfy(source -> assertThat(source.schema()).contains("shop STRING, size INT"));
    assertThat(JOB.train().dataset().query())
        .contains("SELECT * FROM orders JOIN shops USING (shop) WHERE day < :run_date");
    assertThat(JOB.train().features())
        .containsExactlyInAnyOrder(
            new FeatureSpec.Numeric("size", MissingPolicy.MEDIAN, 0),
            new FeatureSpec.Numeric("weight", MissingPolicy.CONSTANT, 1.5),
            new FeatureSpec.Numeric("price", MissingPolicy.MEAN, 0),
            new FeatureSpec.Numeric("pieces", MissingPolicy.REJECT, 0),
            new FeatureSpec.Categorical("shop", MissingPolicy.LEVEL, UnseenPolicy.LEVEL));
    assertThat(JOB.train().split())
        .isInstanceOfSatisfying(
            SplitSpec.ByTime.class,
            split -> {
              assertThat(split.column()).isEqualTo("day");
              assertThat(split.from()).contains(LocalDate.of(2026, 1, 15));
            });
    assertThat(JOB.train().algorithm().algorithm()).isEqualTo(Algorithm.GBT);
    assertThat(JOB.train().algorithm().params())
        .isEqualTo(Map.of("max-iter", 20, "max-depth", 4, "step-size", 0.1));
    assertThat(JOB.train().seed()).isEqualTo(7);
    assertThat(JOB.train().gate()).extracting("metric").contains(Metric.AUC, Metric.LOG_LOSS);
  }

  @Test
  void keepsWhatIsScoredAndWritten() {
    assertThat(JOB.alias().map(Object::toString)).isEqualTo(Optional.of("champion"));
    assertThat(JOB.score().model()).isEqualTo("orders@champion");
    assertThat(JOB.score().keys()).containsExactly("order_id");
    assertThat(JOB.score().passThrough()).containsExactly("day");
    assertThat(JOB.score().engine()).isEqualTo(EngineChoice.JPMML);
    assertThat(JOB.score().maxRejectedShare()).isEqualTo(0.02);
    assertThat(JOB.decision().threshold()).isEqualTo(0.4);
    assertThat(JOB.forecasts().table()).isEqualTo("orders");
    assertThat(JOB.forecasts().rejects()).isEqualTo("orders_rejected");
  }
}
