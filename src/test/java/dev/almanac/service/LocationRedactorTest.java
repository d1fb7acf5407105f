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
  void namesWhatIsThere() {
    assertThat(describe("nothing was published to /lake/rain for run date 2026-05-01."))
        .isEqualTo("nothing was published to rain for run date 2026-05-01.");
    assertThat(describe("/lake/runs knows no run 0."))
        .isEqualTo("the table of runs knows no run 0.");
    assertThat(describe("file:/lake/rain/_delta_log and file:///lake/rain are gone"))
        .isEqualTo("rain/_delta_log and rain are gone");
    assertThat(
            describe("There is no model 'a' in the registry at hdfs://name:8020/almanac/registry."))
        .isEqualTo("There is no model 'a' in the registry.");
    assertThat(describe("no table in /lake; it has $1 and \\\\0"))
        .isEqualTo("no table in the warehouse; it has $1 and \\\\0");
    assertThat(describe("'rain' is no number")).isEqualTo("'rain' is no number");
  }

  @Test
  void leavesStatusAndCode() {
    ApiException problem =
        places.redact(new AlmanacException(ErrorCode.NO_SUCH_FORECAST, "none in /lake/rain"));
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.code()).isEqualTo("NO_SUCH_FORECAST");
    assertThat(places.redact(new AlmanacException(ErrorCode.INTERNAL, "/lake/rain")).describe())
        .isEqualTo(ApiException.internal().describe());
  }

  private String describe(String message) {
    return places.redact(new AlmanacException(ErrorCode.NO_SUCH_FORECAST, message)).describe();
  }
}
