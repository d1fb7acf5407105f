package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A feature is the label in another form: wherever the version's metrics are shown, so is the
 * warning. Its holdout forecasts are among the version's files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakedLabelIT {
  private static final String WARNING =
      "auc is 1.0000 on the holdout, which is hardly ever true of a forecast: the feature 'refund'"
          + " alone reaches 1.0000. It may be the label in another form, or known only after it";

  private Path folder = Path.of("unset");
  private Path job = Path.of("unset");
  private Cli cli = new Cli(Path.of("unset"));
  private Cli.Result trained = new Cli.Result(-1, "", "");

  @BeforeAll
  void train(@TempDir Path temp) throws IOException {
    folder = temp;
    cli = new Cli(temp.resolve("site"));
    StringBuilder rows = new StringBuilder("id,size,refund,returned\n");
    for (int i = 0; i < 300; i++) {
      int size = i * 7 % 31;
      boolean returned = size + i * 13 % 17 > 22;
      rows.append(
          String.format(
              Locale.ROOT, "%d,%d,%d,%s%n", i, size, returned ? 20 + i % 9 : 0, returned));
    }
    Files.writeString(folder.resolve("orders.csv"), rows);
    job =
        Files.writeString(
            folder.resolve("orders.conf"),
            """
            name = orders, run-date = "2026-05-01"
            sources {
              orders {
                format = csv, path = "%s"
                options { header = true }
                schema = "id INT, size INT, refund INT, returned STRING"
              }
            }
            train {
              skip-if-unchanged = true
              label = returned, task = binary, positive = "true"
              features { numeric = [size, refund] }
              split { by = random }
              algorithm { name = decision-tree }
            }
            score { keys = [id] }
            """
                .formatted(folder.resolve("orders.csv")));
    trained = cli.run("train", job.toString(), "--json");
    assertThat(trained.exitCode()).as(trained.err() + trained.out()).isZero();
  }

  @Test
  void theSummaryWarns() {
    assertThat(trained.json().path("warnings")).singleElement().asString().contains(WARNING);
    assertThat(trained.err()).contains("warning: " + WARNING);
    Cli.Result again = cli.run("train", job.toString());
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("nothing was trained", "  warning: " + WARNING);
  }

  @Test
  void theReportAndTheRegistryWarn() throws IOException {
    assertThat(Files.readString(file("report.html")))
        .contains("<strong>Warning: </strong>" + WARNING.replace("'", "&#39;"));
    assertThat(cli.run("registry", "show", "orders:1").out()).contains("warning     " + WARNING);
    assertThat(cli.run("registry", "show", "orders:1", "--json").json().findValue("warnings"))
        .singleElement()
        .asString()
        .contains(WARNING);
  }

  @Test
  void copiesAndExportsCarryTheForecastsOfTheHoldout() throws IOException {
    String name = "holdout/" + file("holdout").relativize(holdout(file("holdout")));
    Path other = folder.resolve("other");
    Cli.Result copied = cli.run("registry", "copy", "orders:1", "--to", other.toString());
    assertThat(copied.exitCode()).as(copied.err()).isZero();
    assertThat(holdout(other)).hasSameBinaryContentAs(file(name));
    assertThat(verified(other).exitCode()).isZero();

    Path out = folder.resolve("out");
    Cli.Result exported = cli.run("registry", "export", "orders:1", out.toString());
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(out.resolve(name)).hasSameBinaryContentAs(file(name));
    assertThat(Files.readString(out.resolve("manifest.json"))).contains(name);

    Path damaged = holdout(other);
    byte[] content = Files.readAllBytes(damaged);
    content[content.length / 2] ^= 1;
    Files.write(damaged, content);
    Cli.Result found = verified(other);
    assertThat(found.exitCode()).isEqualTo(4);
    assertThat(found.out() + found.err()).contains(name, "SHA-256");
    Cli.Result refused =
        cli.run(
            "registry",
            "copy",
            "orders:1",
            "--from",
            other.toString(),
            "--to",
            folder.resolve("third").toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("ARTIFACT_DAMAGED", name);
  }

  private Cli.Result verified(Path root) {
    return cli.raw("registry", "verify", "-D", "almanac.registry.root=" + root);
  }

  /** A file or folder of the version. */
  private Path file(String name) throws IOException {
    try (Stream<Path> versions = Files.list(cli.registry().resolve("orders/versions"))) {
      return versions.findFirst().orElseThrow().resolve(name);
    }
  }

  private static Path holdout(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(file -> file.toString().matches(".*/holdout/part-[^/]*\\.parquet"))
          .findFirst()
          .orElseThrow();
    }
  }
}
