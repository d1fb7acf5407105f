package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.testing.PostgresServer;
import dev.almanac.testing.ScoringSite;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What has to be said of the copy where forecasts become visible without their job. */
class ExportChoiceTest {
  private static final JobSpec PLAIN =
      new ScoringSite(Path.of("site")).job(GuardSpec.OFF, OptionalLong.empty());
  private static final JobSpec COPIED =
      new JobSpec(
          PLAIN.model(),
          PLAIN.description(),
          PLAIN.runDate(),
          PLAIN.train(),
          PLAIN.alias(),
          PLAIN.score(),
          PLAIN.decision(),
          PLAIN.forecasts(),
          Optional.of(PostgresServer.spec(5432, "x", "ml.late", true)),
          PLAIN.effective());

  @Test
  void nothingIsSaidWhereNothingIsCopied() {
    assertThat(ExportChoice.UNSAID.of(Optional.empty(), "/lake/late", job -> "/lake/late"))
        .isEmpty();
  }

  @Test
  void aCopyIsFollowedOrLeftAloneOnPurpose() {
    Optional<String> copied = Optional.of("ml.late");
    assertRefused(
        ExportChoice.UNSAID, copied, "/lake/late are copied to ml.late, and only their job");
    assertThat(
            new ExportChoice(Optional.empty(), true).of(copied, "/lake/late", job -> "/lake/late"))
        .isEmpty();
    assertThat(
            new ExportChoice(Optional.of(COPIED), false)
                .of(copied, "/lake/late", job -> "/lake/" + job.forecasts().table()))
        .contains(COPIED);
    assertThat(
            new ExportChoice(Optional.of(COPIED), false)
                .of(Optional.empty(), "/lake/late", job -> "/lake/late"))
        .as("asked for where no commit says that it is copied")
        .contains(COPIED);
  }

  @Test
  void theJobIsThatOfTheTable() {
    assertRefused(
        new ExportChoice(Optional.of(PLAIN), false), Optional.of("ml.late"), "names no database");
    assertThatThrownBy(
            () ->
                new ExportChoice(Optional.of(COPIED), false)
                    .of(Optional.of("ml.late"), "/lake/late", job -> "/lake/other"))
        .hasMessageContaining("publishes to /lake/other, not to /lake/late");
  }

  private static void assertRefused(ExportChoice copying, Optional<String> copiedTo, String why) {
    assertThatThrownBy(() -> copying.of(copiedTo, "/lake/late", job -> "/lake/late"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was changed");
  }
}
