package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job whose table brings a column that is called as what scoring adds, and whose settings hold
 * secrets: it runs, and no file, screen or log has one of the secrets.
 */
class PlantedJobIT {
  private static final String SECRET = "hunter2planted";

  @TempDir private Path site = Path.of("unset");

  @Test
  void scoresATableThatBringsColumnsOfItsOwnAndReportsNoSecret() throws IOException {
    Path job = write("job.conf", 7);
    Cli cli = new Cli(site);

    Cli.Result run = cli.run("run", job.toString(), "--verbose", "-D", "publish=null");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("48 rows in = 48 scored + 0 rejected");
    noSecretIn(run);

    // the database is not there
    Cli.Result copied = cli.run("score", job.toString(), "--json", "--verbose");
    assertThat(copied.exitCode()).as(copied.err()).isEqualTo(7);
    noSecretIn(copied);

    Path early = write("early.conf", 0);
    for (String command : List.of("train", "score", "run")) {
      for (String option : List.of("--verbose", "--json")) {
        Cli.Result failed =
            cli.run(
                command,
                early.toString(),
                option,
                "-D",
                "sources.trips.path=file:///nowhere/x?password=" + SECRET);
        assertThat(failed.exitCode()).as(failed.err()).isEqualTo(4);
        noSecretIn(failed);
      }
    }
    noSecretInFiles();
  }

  private static void noSecretIn(Cli.Result result) {
    assertThat(result.out()).doesNotContain(SECRET);
    assertThat(result.err()).doesNotContain(SECRET);
  }

  private void noSecretInFiles() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".conf")) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(SECRET);
        }
      }
    }
  }

  private Path write(String name, int seed) throws IOException {
    StringBuilder rows = new StringBuilder("id,day,km,city,late\n");
    for (int i = 0; i < 240; i++) {
      int km = (i * 37) % 101;
      rows.append(
          "%s,%s,%s,%s,%s%n"
              .formatted(
                  i,
                  LocalDate.of(2024, 3, 1 + i / 8),
                  km,
                  i % 3 == 0 ? "Oslo" : "Lima",
                  (km + i % 7) % 2));
    }
    Files.writeString(site.resolve("trips.csv"), rows);
    return Files.writeString(
        site.resolve(name),
        """
        name = trips
        run-date = 2024-03-25
        define { again = "%2$s" }
        sources.trips {
          format = csv, path = "%1$s/trips.csv", options { header = true, api-key = "%2$s" }
          schema = "id BIGINT, day DATE, km DOUBLE, city STRING, late INT"
        }
        train {
          query = "SELECT *, 0.5 AS prediction, 'x' AS Decision FROM trips WHERE day < :run_date"
          task = binary, label = late, positive = "1", seed = %3$s
          features { numeric = [km], categorical = [city] }
          split { by = time, column = day }
          algorithm { name = logistic-regression }
        }
        score {
          query = "SELECT *, 0.5 AS prediction, 'x' AS Decision FROM trips WHERE day >= :run_date"
          keys = [id]
        }
        publish.jdbc {
          url = "jdbc:postgresql://127.0.0.1:1/x", table = a.b, password = "%2$s", connect-seconds = 1
        }
        """
            .formatted(site, SECRET, seed));
  }
}
