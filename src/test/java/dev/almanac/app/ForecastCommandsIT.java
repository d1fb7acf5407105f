package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts as people keep them by the command line: one story of a week, told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class ForecastCommandsIT {
  private static final String JOB =
      """
      include required("weather.conf")
      train.algorithm.params.num-trees = 3
      train.gate.accuracy.min = 0.1
      train.parity.rows = 50
      forecasts.guards { min-rows = 1, nulls.action = refuse }
      """;

  /** The wind gauge is broken. */
  private static final String NO_WIND =
      JOB
          + """
          score.query = ${define.known}"SELECT * EXCEPT (last_wind), CAST(NULL AS DOUBLE) AS last_wind FROM known WHERE date >= :run_date AND date < date_add(:run_date, 7)"
          """;

  private Cli cli = new Cli(Path.of("unset"));
  private String job = "";
  private String broken = "";
  private String first = "";
  private String held = "";

  @BeforeAll
  void runOnce(@TempDir Path site) throws IOException {
    Files.copy(Path.of("jobs/weather.conf"), site.resolve("weather.conf"));
    job = Files.writeString(site.resolve("job.conf"), JOB).toString();
    broken = Files.writeString(site.resolve("broken.conf"), NO_WIND).toString();
    cli = new Cli(site);
    first = done("run", job).path("runId").asText();
  }

  @Test
  @Order(1)
  void aRunIsListedWithWhereItsRowsWent() {
    JsonNode runs = done("runs", "list", "--table", "weather");
    assertThat(runs).hasSize(1);
    JsonNode run = runs.path(0);
    assertThat(run.path("runId").asText()).isEqualTo(first);
    assertThat(run.path("state").asText()).isEqualTo("published");
    assertThat(run.path("versions").asText()).isEqualTo("weather:1");
    assertThat(run.path("rowsIn").asLong()).isEqualTo(7);
    assertThat(run.path("rowsScored").asLong()).isEqualTo(7);
    assertThat(run.path("summary").path("guards").isEmpty()).isFalse();
    assertThat(done("runs", "list", "--since", "2999-01-01")).isEmpty();
    assertThat(cli.run("runs", "list").out()).contains(first).contains("weather v1");
    assertThat(cli.run("runs", "show", first).out())
        .contains("input-drift")
        .contains("7 in = 7 scored + 0 rejected");
  }

  @Test
  @Order(2)
  void aGuardHoldsTheRunOfABrokenGauge() {
    Cli.Result result = cli.run("score", broken, "--json");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.json().path("error").path("code").asText()).isEqualTo("GUARD_REFUSED");
    assertThat(result.json().path("error").path("message").asText())
        .contains("nulls of 'last_wind': 1.000");
    JsonNode run = done("runs", "list").path(0);
    assertThat(run.path("state").asText()).isEqualTo("held");
    held = run.path("runId").asText();
    assertThat(lookedUp()).isEqualTo(first);
  }

  @Test
  @Order(3)
  void approvingPublishesWhatWasHeld() {
    JsonNode approved = done("publish", "--approve", held, "--reason", "the gauge is gone");
    assertThat(approved.path("rowsScored").asLong()).isEqualTo(7);
    assertThat(lookedUp()).isEqualTo(held);
    JsonNode run = done("runs", "show", held);
    assertThat(run.path("state").asText()).isEqualTo("published");
    assertThat(run.path("states")).hasSize(2);
    assertThat(run.path("reason").asText()).isEqualTo("approved: the gauge is gone");
    assertThat(cli.run("publish", "--discard", held, "--reason", "too late").exitCode())
        .isEqualTo(6);
  }

  @Test
  @Order(4)
  void rollingBackMakesTheFirstForecastsVisibleAgain() {
    JsonNode back =
        done("forecasts", "rollback", "weather", "--run-date", "2015-12-01", "--reason", "no wind");
    assertThat(back.path("from").asText()).isEqualTo(held);
    assertThat(back.path("to").asText()).isEqualTo(first);
    assertThat(lookedUp()).isEqualTo(first);
    assertThat(done("runs", "show", held).path("state").asText()).isEqualTo("rolled-back");
    assertThat(done("runs", "show", first).path("state").asText()).isEqualTo("published");
  }

  @Test
  @Order(5)
  void aBackfillScoresWhatIsMissing() {
    String[] range = {"score", job, "--from", "2015-12-01", "--to", "2015-12-03"};
    String[] rehearsal = Arrays.copyOf(range, range.length + 1);
    rehearsal[range.length] = "--dry-run";
    JsonNode plan = done(rehearsal);
    assertThat(plan.path("due").asInt()).isEqualTo(2);
    assertThat(needs(plan)).containsExactly("done", "missing", "missing");
    assertThat(done("runs", "list")).as("a rehearsal is no run").hasSize(2);

    Cli.Result result = cli.run(range);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("no forecasts")
        .contains("7 forecasts, 0 rejects")
        .contains("2 of 3 dates due: 2 scored, 0 failed, 0 left");
    assertThat(needs(done(rehearsal))).containsOnly("done");
    assertThat(done("runs", "list")).hasSize(4);
  }

  @Test
  @Order(6)
  void upkeepLeavesWhatIsNeeded() {
    assertThat(done("forecasts", "optimize", "weather").path("filesBefore").asInt()).isZero();
    assertThat(done("forecasts", "vacuum", "weather", "--retain", "30").path("files").asInt())
        .isZero();
    assertThat(lookedUp()).isEqualTo(first);
  }

  @Test
  @Order(7)
  void datesWithoutRowsAreSkippedAndNotPlannedAgain() {
    String[] range = {
      "score", job, "--from", "2040-01-01", "--to", "2040-01-02", "-D", "score.when-empty=skip"
    };
    Cli.Result result = cli.run(range);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("no rows, nothing published")
        .contains("2 of 2 dates due: 0 scored, 2 without rows, 0 failed, 0 left");
    assertThat(needs(done(range))).containsOnly("empty");
  }

  private String lookedUp() {
    return done("lookup", "weather", "date=2015-12-02", "--run-date", "2015-12-01")
        .path("receipt")
        .path("runId")
        .asText();
  }

  private JsonNode done(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    Cli.Result result = cli.run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    return result.json();
  }

  private static List<String> needs(JsonNode plan) {
    List<String> needs = new ArrayList<>();
    plan.path("dates").forEach(date -> needs.add(date.path("need").asText()));
    return needs;
  }
}
