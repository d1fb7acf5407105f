package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors say what things are called, not where they stand. */
class LocationRedactorTest {
  private final LocationRedactor places =
      new LocationRedactor(
          Map.of(
              "hdfs://name:8020/almanac/registry", "the registry",
              "/lake", "the warehouse",
              "/lake/rain", "rain",
              "/lake/runs/", "the table of runs",
              "memory:", "nothing"));

  @Test
  void namesWhatStandsThere() {
    assertThat(told("nothing was published to /lake/rain for run date 2026-05-01."))
        .isEqualTo("nothing was published to rain for run date 2026-05-01.");
    assertThat(told("/lake/runs knows no run 0.")).isEqualTo("the table of runs knows no run 0.");
    assertThat(told("file:/lake/rain/_delta_log and file:///lake/rain are gone"))
        .isEqualTo("rain/_delta_log and rain are gone");
    assertThat(told("There is no model 'a' in the registry at hdfs://name:8020/almanac/registry."))
        .isEqualTo("There is no model 'a' in the registry.");
    assertThat(told("no table in /lake; it has $1 and \\\\0"))
        .isEqualTo("no table in the warehouse; it has $1 and \\\\0");
    assertThat(told("'rain' is no number")).isEqualTo("'rain' is no number");
  }

  @Test
  void leavesStatusAndCode() {
    ApiException problem =
        places.told(new AlmanacException(ErrorCode.NO_SUCH_FORECAST, "none in /lake/rain"));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.code()).isEqualTo("NO_SUCH_FORECAST");
    assertThat(places.told(new AlmanacException(ErrorCode.INTERNAL, "/lake/rain")).told())
        .isEqualTo(ApiException.internal().told());
  }

  private String told(String message) {
    return places.told(new AlmanacException(ErrorCode.NO_SUCH_FORECAST, message)).told();
  }
}
