package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says without Spark. */
class CommandLineTest {
  @TempDir private Path site = Path.of("unset");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "train",
        "score",
        "lookup",
        "serve",
        "runs",
        "publish",
        "forecasts",
        "check",
        "config",
        "registry"
      })
  void everyCommandTeachesByExample(String command) {
    Cli.Result result = new Cli(site).raw(command, "--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("Example").contains("almanac " + command);
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    Cli.Result result = new Cli(site).raw("trian", "jobs/flight-delay.conf");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("train");
  }

  @Test
  void completesInAShell() {
    Cli.Result result = new Cli(site).raw("generate-completion");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("_complete_almanac");
  }

  @Test
  void refusesADateThatIsNone() {
    Cli.Result result =
        new Cli(site).run("check", "jobs/flight-delay.conf", "--run-date", "2001-02-30");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("2001-02-30").contains("write it as 2001-06-01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jobs/flight-delay.conf", "jobs/flight-delay-minutes.conf", "jobs/weather.conf"})
  void explainsTheJobsThatShip(String job) {
    Cli.Result result = new Cli(site).run("check", job);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("is good").contains("judged on").contains("writes");
  }

  @Test
  void printsWhereEachValueComesFrom() {
    Cli.Result result =
        new Cli(site).run("config", "jobs/flight-delay.conf", "-D", "train.seed=4711");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("4711").contains("flight-delay.conf:").contains("-D");
  }

  @Test
  void reportsAMistakeToAMachineAsJson() {
    Cli.Result result = new Cli(site).run("check", "jobs/nowhere.conf", "--json");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.json().path("error").path("code").asText()).isEqualTo("CONFIG_UNREADABLE");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void noRunsAreNoError() {
    Cli.Result result = new Cli(site).run("runs", "list", "--since", "2001-06-01");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("no runs");
    assertThat(new Cli(site).run("runs", "show", "run-1").exitCode()).isEqualTo(6);
  }

  @Test
  void aBackfillNeedsBothOfItsEnds() {
    Cli cli = new Cli(site);
    assertThat(cli.run("score", "jobs/weather.conf", "--from", "2015-12-01").err())
        .contains("--from and --to go together");
    assertThat(cli.run("score", "jobs/weather.conf", "--dry-run").err())
        .contains("need --from and --to");
    String[] both = {
      "score",
      "jobs/weather.conf",
      "--from",
      "2015-12-01",
      "--to",
      "2015-12-02",
      "--run-date",
      "2015-12-01"
    };
    assertThat(cli.run(both).exitCode()).isEqualTo(2);
    Cli.Result wrong =
        cli.run("score", "jobs/weather.conf", "--from", "2015-12-02", "--to", "2015-12-01");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--to 2015-12-01 is before --from 2015-12-02");
  }

  @Test
  void aDecisionNeedsAReasonAndOneRun() {
    Cli cli = new Cli(site);
    assertThat(cli.run("publish", "--approve", "run-1").err()).contains("--reason");
    String[] both = {"publish", "--approve", "run-1", "--discard", "run-1", "--reason", "x"};
    assertThat(cli.run(both).exitCode()).isEqualTo(2);
    Cli.Result early = cli.run("forecasts", "vacuum", "late", "--retain", "2");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("2 days is too short a time");
  }

  @Test
  void anEmptyRegistryIsNoError() {
    Cli.Result result = new Cli(site).run("registry", "list");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("no models yet").contains(site.toString());
  }

  @Test
  void aModelThatIsNotThereEndsWithSix() {
    Cli.Result result = new Cli(site).run("registry", "show", "nobody");
    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("NO_SUCH_MODEL").contains("nobody");
  }
}
