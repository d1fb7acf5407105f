package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCategoryTest {
  /** Schedulers branch on these numbers: changing one breaks somebody's night. */
  @Test
  void keepsItsExitCodes() {
    Map<String, Integer> codes =
        Arrays.stream(ErrorCategory.values())
            .collect(Collectors.toMap(Enum::name, ErrorCategory::exitCode));
    assertThat(codes)
        .isEqualTo(
            Map.of(
                "USAGE",
                2,
                "CONFIG",
                3,
                "DATA",
                4,
                "REFUSED",
                5,
                "NOT_FOUND",
                6,
                "CONFLICT",
                6,
                "EXTERNAL",
                7,
                "INTERNAL",
                70));
  }
}
