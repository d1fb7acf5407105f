package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.testing.ScoringSite;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the export of a model refuses is refused before Spark starts. */
class PreflightTextsTest {
  private static final JobSpec JOB =
      new ScoringSite(Path.of("site")).job(GuardSpec.OFF, OptionalLong.empty());

  @ParameterizedTest
  @ValueSource(strings = {"late\u0007", "\u0000", "a\u001b[31m", "half \ud800", "\uffff"})
  void refusesADescriptionThatXmlCannotHold(String description) {
    assertThatThrownBy(() -> Preflight.require(described(description), key -> "job.conf: 3"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("  job.conf: 3: description: '")
        .hasMessageContaining("has a control character, which PMML (as XML) cannot hold");
  }

  @Test
  void takesADescriptionOfAnyScriptAndSeveralLines() {
    assertThatCode(() -> Preflight.require(described("Verspätung\n\tüber 15′ 🛫")))
        .doesNotThrowAnyException();
  }

  private static JobSpec described(String description) {
    return new JobSpec(
        JOB.model(),
        description,
        JOB.runDate(),
        JOB.train(),
        JOB.alias(),
        JOB.score(),
        JOB.decision(),
        JOB.forecasts(),
        JOB.copy(),
        JOB.effective());
  }
}
