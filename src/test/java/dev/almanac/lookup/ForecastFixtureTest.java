package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The forecast table that the first release wrote is read by every later one. */
class ForecastFixtureTest {
  private static final Path TABLE =
      Path.of("src/test/resources/fixtures/forecasts-v1/weather").toAbsolutePath();

  @Test
  void readsAForecastAndItsProvenance() {
    ForecastLookup lookup = ForecastLookup.open(TABLE.toString());
    assertThat(lookup.keyColumns()).containsExactly("date");

    Forecast forecast = lookup.find(Map.of("date", "2015-12-03"), Optional.empty());

    assertThat(forecast.keys()).containsExactly(Map.entry("date", LocalDate.of(2015, 12, 3)));
    assertThat(forecast.values().keySet())
        .containsExactly("prediction", "probability", "probabilities", "decision");
    assertThat(forecast.values())
        .containsEntry("prediction", "rain")
        .containsEntry("decision", "rain");
    assertThat(forecast.values().get("probabilities"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Double.class))
        .containsOnlyKeys("drizzle", "fog", "rain", "snow", "sun")
        .containsEntry("rain", (Double) forecast.values().get("probability"));
    assertThat(forecast.runDate()).isEqualTo(LocalDate.of(2015, 12, 1));
    assertThat(forecast.model()).isEqualTo("weather");
    assertThat(forecast.modelVersion()).isEqualTo(1);
    assertThat(forecast.runId()).isEqualTo("20261124t002315z-1bd5b15e3c");
    assertThat(forecast.scoredAt())
        .isBetween(
            Instant.parse("2026-11-24T00:23:39.199Z"), Instant.parse("2026-11-24T00:23:39.200Z"));
    assertThat(forecast.sourceVersion()).isEqualTo("weather@d61e1acb4011");
    assertThat(forecast.tableVersion()).isEqualTo(1);
  }
}
