package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.monitoring.FieldDrift;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardFindingsTest {
  private static final GuardSpec.Rule REFUSE = new GuardSpec.Rule(GuardSpec.Action.REFUSE, 0.2);
  private static final GuardSpec.Rule WARN = new GuardSpec.Rule(GuardSpec.Action.WARN, 0.2);

  @Test
  void whatIsUnknownDoesNotHold() {
    assertThat(unknown(REFUSE)).isEqualTo(GuardFinding.Verdict.REFUSED);
    assertThat(unknown(WARN)).isEqualTo(GuardFinding.Verdict.WARNED);
  }

  @Test
  void aColumnThatLostAllItsValuesIsNoColumnThatCannotBeJudged() {
    assertThat(drift(0.1, 1)).isEqualTo(GuardFinding.Verdict.REFUSED);
    assertThat(drift(1, 1))
        .as("it had none in training")
        .isEqualTo(GuardFinding.Verdict.NOT_JUDGED);
  }

  private static GuardFinding.Verdict unknown(GuardSpec.Rule rule) {
    GuardFindings found = findings();
    found.unknown(Guard.NULLS, "x", rule, "damaged");
    return found.worst().get(0).verdict();
  }

  private static GuardFinding.Verdict drift(double referenceNulls, double nulls) {
    GuardFindings found = findings();
    found.drift(
        Guard.INPUT_DRIFT,
        "x",
        new FieldDrift("x", Double.NaN, 0, referenceNulls, nulls, 500, 500),
        REFUSE,
        "");
    return found.worst().get(0).verdict();
  }

  private static GuardFindings findings() {
    return new GuardFindings(new GuardSpec(Map.of(), 100, 0.2, Optional.empty()));
  }
}
