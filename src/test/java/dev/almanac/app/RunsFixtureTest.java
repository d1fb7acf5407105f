package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The table of runs that the first release wrote is told by every later one: two runs of a job with
 * challengers, one of which was left out and another's table rolled back.
 */
class RunsFixtureTest {
  private static final String FIRST = "20261127t044203z-95f4447f1d";
  private static final String SECOND = "20261127t044404z-beb5880f3c";

  private final Cli cli = new Cli(Path.of("src/test/resources/fixtures/runs-v1").toAbsolutePath());

  @Test
  void listsARunForEachOfItsTables() {
    List<String> lines = new ArrayList<>();
    for (JsonNode run : done("runs", "list", "--json").json()) {
      lines.add(
          "%s %s %s"
              .formatted(
                  run.path("runId").asText(),
                  run.path("table").asText(),
                  run.path("state").asText()));
    }

    assertThat(lines)
        .containsExactly(
            SECOND + " weather published",
            SECOND + " weather_again rolled-back",
            FIRST + " weather published",
            FIRST + " weather_next failed",
            FIRST + " weather_again published");
    assertThat(done("runs", "list", "--table", "weather_again").out())
        .contains(FIRST, SECOND, "weather_again v3")
        .doesNotContain("weather_next");
  }

  @Test
  void listsOnlyRunsOfAState() {
    assertThat(done("runs", "list", "--state", "failed").out())
        .contains("weather_next")
        .doesNotContain("weather_again");
    assertThat(done("runs", "list", "--state", "rolled-back", "--json").json()).hasSize(1);
    assertThat(done("runs", "list", "--state", "held").out()).contains("no runs");
    Cli.Result unknown = cli.run("runs", "list", "--state", "hold");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("'hold' is no state of a run (did you mean 'held'?)", "rolled-back");
  }

  @Test
  void showsARunsOwnForecastsAndThenItsChallengers() {
    JsonNode run = done("runs", "show", SECOND, "--json").json();

    assertThat(run.path("table").asText()).isEqualTo("weather");
    assertThat(run.path("state").asText()).isEqualTo("published");
    assertThat(run.path("rowsIn").asLong()).isEqualTo(7);
    assertThat(run.path("summary").path("guards")).isNotEmpty();
    assertThat(run.path("states")).hasSize(1);
    assertThat(run.path("challengers")).hasSize(1);
    JsonNode again = run.path("challengers").path(0);
    assertThat(again.path("table").asText()).isEqualTo("weather_again");
    assertThat(again.path("states")).hasSize(2);
    assertThat(again.path("reason").asText()).isEqualTo("not yet");
    String text = done("runs", "show", FIRST).out();
    assertThat(text.indexOf("/lake/forecasts/weather (version 1)"))
        .isPositive()
        .isLessThan(text.indexOf("/lake/forecasts/weather_next"));
    assertThat(text).contains("challenger next: NO_SUCH_ALIAS: ", "challenger again");
  }

  private Cli.Result done(String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }
}
