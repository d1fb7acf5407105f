package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"churn", "flight-delay", "a", "0", "v1.2_x", "com10", "console", "nullable"})
  void acceptsPlainNames(String name) {
    assertThat(new ModelName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "../x", "a/../../b", "a..b", "%2e%2e%2f", "%252e", "a\\..\\b", "C:x", "a\0b",
        "a\r\nb", "a ", "a.", " a", "/abs", "s3a://bucket/x", "Churn", "chürn", "сhurn", "-a", "_a",
        ".hidden", "a?b", "a@b", "a:b", "a*b", "\u001b[31m", "com1", "nul.x"
      })
  void refusesPathTricksAndLookAlikes(String name) {
    assertThatThrownBy(() -> new ModelName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a name")
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).chars())
                    .noneMatch(Character::isISOControl));
  }

  @Test
  void boundsTheLength() {
    assertThat(new ModelName("a".repeat(100)).value()).hasSize(100);
    assertThatThrownBy(() -> new ModelName("a".repeat(101)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void freshRunIdsCarryTheSecondTheyBeganAndAreNames() {
    RunId id = RunId.fresh(Instant.parse("2026-05-01T03:15:00.9Z"), () -> -1L);
    assertThat(id).hasToString("20260501t031500z-ffffffffff");
  }
}
