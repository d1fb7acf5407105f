package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {
  private static final ModelName CHURN = new ModelName("churn");

  @Test
  void readsEachForm() {
    assertThat(ModelRef.parse("churn:7"))
        .isEqualTo(new ModelRef.ByNumber(new ModelVersion(CHURN, 7)));
    assertThat(ModelRef.parse("churn@canary"))
        .isEqualTo(new ModelRef.ByAlias(CHURN, new Alias("canary"), Optional.empty()));
    assertThat(ModelRef.parse("churn"))
        .isEqualTo(new ModelRef.ByAlias(CHURN, Alias.CHAMPION, Optional.empty()));
  }

  @Test
  void readsAPastInstantInUtcWhateverTheMachinesZone() {
    Instant midnight = Instant.parse("2026-05-01T00:00:00Z");
    assertThat(ModelRef.parse("churn@champion?at=2026-05-01"))
        .isEqualTo(new ModelRef.ByAlias(CHURN, Alias.CHAMPION, Optional.of(midnight)));
    assertThat(ModelRef.parse("churn@champion?at=2026-05-01T02:00+02:00"))
        .isEqualTo(new ModelRef.ByAlias(CHURN, Alias.CHAMPION, Optional.of(midnight)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"churn:7", "churn@canary", "churn@champion?at=2026-05-01T00:00:00Z"})
  void writesWhatItReads(String text) {
    assertThat(ModelRef.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":7",
        "churn:",
        "churn:0",
        "churn:-1",
        "churn:seven",
        "churn:7@champion",
        "churn@",
        "churn@champion?at=yesterday",
        "churn@champion?at=2026-13-01",
        "churn:99999999999",
        "../churn:1",
        "churn@../x"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> ModelRef.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
