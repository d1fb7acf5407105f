package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstantsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-01T03:15:00Z",
        "2026-05-01T03:15:00.123Z",
        "2026-05-01T03:15:00.123456Z",
        "2026-05-01T03:15:00.123456789Z",
        "2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.001Z",
        "0001-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T03:15Z",
        "2026-05-01T03:15:00+02:00",
        "+12026-05-01T03:15:00Z",
        "-0001-05-01T03:15:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-05-01T25:00:00Z",
        "2026-05-01 03:15:00Z",
        "2026-05-01T03:15:00.12Z",
        "2026-05-01T03:15:00,123Z",
        "2026-05-01T03:15:00.1x3Z",
        "2026-05-01T03:15:00",
        "Z",
        ""
      })
  void readsWhatJavaReadsAndNothingElse(String text) {
    Throwable javas = catchThrowable(() -> Instant.parse(text));
    if (javas == null) {
      assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    } else {
      assertThat(catchThrowable(() -> Instants.parse(text))).isInstanceOf(DateTimeException.class);
    }
  }

  @Test
  void readsBackWhatJavaWrites() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Instant instant = Instant.ofEpochMilli(random.nextLong() % 100_000_000_000_000L);
      assertThat(Instants.parse(instant.toString())).isEqualTo(instant);
    }
  }
}
