package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole run with a secret in every place that may hold one: none of them is in what it prints,
 * logs or keeps, nor in Spark's event log, which has what Spark's UI shows.
 */
@Tag("slow")
class PlantedSecretsIT {
  /** In the source's URL and among its options. */
  private static final String SOURCE_PASSWORD = "planted-source-pw-1";

  /**
   * Settings of file systems, by names that Spark's own rule knows and by names that it does not.
   */
  private static final List<String> SETTINGS =
      List.of(
          "fs.s3a.secret.key",
          "fs.s3a.access.key",
          "fs.azure.account.key.lake.dfs.core.windows.net",
          "fs.gs.auth.private-key-passwd",
          "x.credential",
          "x.api-key");

  @TempDir private Path site;

  @Test
  void aRunKeepsItsSecretsToItself() throws Exception {
    table();
    Path job = site.resolve("trips.conf");
    Files.writeString(
        job,
        """
        name = trips
        run-date = 2026-03-01
        sources.trips { format = jdbc, options {
          url = "jdbc:h2:%1$s;IFEXISTS=TRUE;PASSWORD=%2$s", driver = org.h2.Driver
          dbtable = TRIPS, user = SA, password = "%2$s" } }
        train {
          query = "SELECT * FROM trips WHERE ID < 200", task = regression, label = FARE
          features { numeric = [KM] }
          split { by = random }
          algorithm { name = linear-regression } }
        score { query = "SELECT * FROM trips WHERE ID >= 200", keys = [ID] }
        """
            .formatted(site.resolve("db"), SOURCE_PASSWORD));

    Process process = start(job);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(site.resolve("err.txt"))).isZero();

    assertThat(site.resolve("events")).isNotEmptyDirectory();
    List<String> secrets = new ArrayList<>(List.of(SOURCE_PASSWORD));
    SETTINGS.forEach(key -> secrets.add(secret(key)));
    List<String> leaks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.equals(job) || file.getFileName().toString().startsWith("db.")) {
          continue;
        }
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          if (content.contains(secret)) {
            leaks.add(site.relativize(file) + " has " + secret);
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  private void table() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:" + site.resolve("db"), "SA", SOURCE_PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE TRIPS AS SELECT X AS ID, CAST(X AS DOUBLE) AS KM,"
              + " X * 1.5 + MOD(X, 7) AS FARE FROM SYSTEM_RANGE(1, 260)");
    }
  }

  private Process start(Path job) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens"))
            .toList());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dlog4j2.configurationFile=conf/log4j2.properties");
    command.add("-Dalmanac.log.file=" + site.resolve("spark.log"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.almanac.app.Main", "run"));
    command.addAll(List.of(job.toString(), "--verbose", "--platform", platform().toString()));
    return new ProcessBuilder(command)
        .redirectError(site.resolve("err.txt").toFile())
        .redirectOutput(site.resolve("out.txt").toFile())
        .start();
  }

  /** The platform's settings are in a file that the test leaves out of its search. */
  private Path platform() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        almanac {
          registry.root = "%1$s/registry"
          warehouse.root = "%1$s/warehouse"
          spark.master = "local[1]"
          spark.conf {
            "spark.eventLog.enabled" = "true"
            "spark.eventLog.dir" = "%1$s/events"
            "spark.eventLog.compress" = "false"
        """
            .formatted(site));
    for (String key : SETTINGS) {
      text.append("    \"spark.hadoop.%s\" = \"%s\"%n".formatted(key, secret(key)));
    }
    text.append("  }\n}\n");
    Files.createDirectories(site.resolve("events"));
    Path folder = Files.createTempDirectory("almanac-platform");
    Path file = folder.resolve("almanac.conf");
    Files.writeString(file, text);
    file.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    return file;
  }

  private static String secret(String key) {
    return "planted-" + key.hashCode();
  }
}
