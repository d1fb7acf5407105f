package dev.almanac.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Drives the command line as a user does, with a registry and a warehouse of its own. */
final class Cli {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What one command left on the screen. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }
  }

  private final Path project = Path.of("").toAbsolutePath();
  private final Path site;

  /** A user whose registry and warehouse stand below a folder. */
  Cli(Path site) {
    this.site = site;
  }

  Path registry() {
    return site.resolve("registry");
  }

  Path warehouse() {
    return site.resolve("warehouse");
  }

  /** What makes any process work on this site. */
  List<String> siteOptions() {
    return List.of(
        "-D",
        "almanac.registry.root=" + registry(),
        "-D",
        "almanac.warehouse.root=" + warehouse(),
        "-D",
        "almanac.spark.master=local[2]");
  }

  /** Runs a command that takes platform options. */
  Result run(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(siteOptions());
    return raw(all.toArray(String[]::new));
  }

  /** Runs exactly these words. */
  Result raw(String... args) {
    return raw(Map.of("ALMANAC_HOME", project.toString()), args);
  }

  /** Runs exactly these words with these environment variables. */
  Result raw(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ProcessEnvironment surroundings =
        new ProcessEnvironment(
            environment,
            project,
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            () -> "tester",
            ProcessEnvironment.Terminal.LOG);
    int exitCode =
        new CommandLineApp(surroundings, new PrintWriter(out, true), new PrintWriter(err, true))
            .run(args);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
