package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scoring process that is killed where it stands, as a node that loses its power is. */
class KilledRunIT {
  private static final String JOB = "jobs/flight-delay.conf";

  @Test
  void leavesTheLastPublicationReadableAndARerunRepairsIt(@TempDir Path site) throws Exception {
    Cli cli = new Cli(site);
    Cli.Result run =
        cli.run(
            "run",
            JOB,
            "--json",
            "-D",
            "train.algorithm.name=logistic-regression",
            "-D",
            "train.algorithm.params={}");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Row> published = forecasts(cli);
    String key = run.json().path("lookup").path(2).asText();

    for (long delayMillis : new long[] {0, 700, 1_500}) {
      killWhileScoring(cli, delayMillis);
      assertThat(forecasts(cli)).as("after a kill at %d ms", delayMillis).isEqualTo(published);
      Cli.Result found = cli.run("lookup", "flight_delay", key);
      assertThat(found.exitCode()).as(found.err()).isZero();
    }

    Cli.Result rerun = cli.run("score", JOB, "--json");
    assertThat(rerun.exitCode()).as(rerun.err()).isZero();
    assertThat(rerun.json().path("rowsScored")).isEqualTo(run.json().path("rowsScored"));
    assertThat(forecasts(cli)).isEqualTo(published);
  }

  /** Starts a real process, waits until it says that it scores, and kills it with SIGKILL. */
  private static void killWhileScoring(Cli cli, long delayMillis)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Duser."))
            .toList());
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), "dev.almanac.app.Main"));
    command.addAll(List.of("score", JOB));
    command.addAll(cli.siteOptions());
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      StringBuilder said = new StringBuilder();
      String line = err.readLine();
      while (line != null && !line.contains("score and publish")) {
        said.append(line).append('\n');
        line = err.readLine();
      }
      assertThat(line).as("the process ended before it scored:%n%s", said).isNotNull();
      Thread.sleep(delayMillis);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(137);
  }

  private static List<Row> forecasts(Cli cli) {
    String table = cli.warehouse().resolve("flight_delay").toString();
    return LocalSpark.with(
        spark ->
            spark
                .read()
                .format("delta")
                .load(table)
                .drop("run_id", "scored_at")
                .orderBy("run_date", "flight_id")
                .collectAsList());
  }
}
