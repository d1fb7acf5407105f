package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scoring process to which something happens while it scores: a week of weather, because it is
 * the publication that is tried, and a small one is sooner at its commits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class KilledRunIT {
  private static final String JOB = "jobs/weather.conf";

  private Cli cli = new Cli(Path.of("unset"));
  private Cli.Result run = new Cli.Result(0, "", "");
  private List<Row> published = List.of();

  @BeforeAll
  void runOnce(@TempDir Path site) {
    cli = new Cli(site);
    run =
        cli.run(
            "run",
            JOB,
            "--json",
            "-D",
            "train.algorithm.params.num-trees=3",
            "-D",
            "train.gate.accuracy.min=0.1",
            "-D",
            "train.parity.rows=50");
    assertThat(run.exitCode()).as(run.err()).isZero();
    published = forecasts();
  }

  @Test
  void leavesTheLastPublicationReadableWhenItIsKilledAndARerunRepairsIt() throws Exception {
    String key = run.json().path("lookup").path(2).asText();
    for (long delayMillis : new long[] {0, 700, 1_500}) {
      Process process = scoring();
      try {
        Thread.sleep(delayMillis);
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.exitValue()).isEqualTo(137);
      assertThat(forecasts()).as("after a kill at %d ms", delayMillis).isEqualTo(published);
      Cli.Result found = cli.run("lookup", "weather", key);
      assertThat(found.exitCode()).as(found.err()).isZero();
    }

    Cli.Result rerun = cli.run("score", JOB, "--json");
    assertThat(rerun.exitCode()).as(rerun.err()).isZero();
    assertThat(rerun.json().path("rowsScored")).isEqualTo(run.json().path("rowsScored"));
    assertThat(forecasts()).isEqualTo(published);
  }

  @Test
  void publishesNothingWhenItsVersionIsWithdrawnMeanwhile() throws Exception {
    long commits = commits();
    Process process = scoring();
    try {
      withdrawn("withdraw");
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(5);
    assertThat(commits()).isEqualTo(commits);

    Cli.Result later = cli.run("score", JOB);
    assertThat(later.exitCode()).isEqualTo(5);
    assertThat(later.err()).contains("VERSION_WITHDRAWN").contains("leaked arrival times");
    assertThat(forecasts()).isEqualTo(published);
    withdrawn("restore");
  }

  private void withdrawn(String how) {
    Cli.Result result = cli.run("registry", how, "weather:1", "--reason", "leaked arrival times");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  /** How many commits the forecast table has. */
  private long commits() throws IOException {
    try (var log = Files.list(cli.warehouse().resolve("weather/_delta_log"))) {
      return log.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  /** Starts a real process and waits until it says that it scores. */
  private Process scoring() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.matches("(--add-opens|-XX:|-Duser\\.).*"))
            .toList());
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), "dev.almanac.app.Main"));
    command.addAll(List.of("score", JOB));
    command.addAll(cli.siteOptions());
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = err.readLine();
    while (line != null && !line.endsWith("  write")) {
      said.append(line).append('\n');
      line = err.readLine();
    }
    assertThat(line).as("the process ended before it scored:%n%s", said).isNotNull();
    drain(err);
    return process;
  }

  /** Takes what else a process says: one whose words nobody takes waits for ever. */
  private static void drain(BufferedReader words) {
    Thread drain =
        new Thread(
            () -> {
              try {
                words.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // it was killed in the middle of a word
              }
            },
            "takes what a process says");
    drain.setDaemon(true);
    drain.start();
  }

  private List<Row> forecasts() {
    String table = cli.warehouse().resolve("weather").toString();
    return LocalSpark.with(
        spark ->
            spark
                .read()
                .format("delta")
                .load(table)
                .drop("run_id", "scored_at")
                .orderBy("run_date", "date")
                .collectAsList());
  }
}
