package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that would be two things at once are refused before anything is read. */
class TableClashesTest {
  private final Path folder;

  TableClashesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aJobThatIsCalledAsTheTableOfRunsIs() throws IOException {
    assertThat(refused("runs", ""))
        .contains(
            "runs.conf: 1: forecasts.table: 'runs' is the table of runs (almanac.warehouse.runs);"
                + " write another name, such as forecasts.table = runs_forecasts");
    assertThat(check("runs", "forecasts.table = runs_forecasts").exitCode()).isZero();
    Cli.Result moved =
        new Cli(folder).run("check", file("runs", ""), "-D", "almanac.warehouse.runs=all_runs");
    assertThat(moved.exitCode()).as(moved.err()).isZero();
  }

  @Test
  void onePlaceByTwoNames() throws IOException {
    String warehouse = folder.resolve("warehouse").toString();
    assertThat(refused("a", "forecasts.rejects = \"%s/a/\"".formatted(warehouse)))
        .contains(
            "a.conf: 9: forecasts.rejects: '%s/a/' is the table of forecasts.table"
                .formatted(warehouse));
    assertThat(refused("a", "forecasts.rejects = \"%s/./runs\"".formatted(warehouse)))
        .contains("a.conf: 9: forecasts.rejects: ", "is the table of runs");
    assertThat(
            refused(
                "a",
                "score.challengers { b { model = \"a@b\", table = \"%s//a_rejects\" } }"
                    .formatted(warehouse)))
        .contains("a.conf: 9: score.challengers.b.table: ", "is the table of forecasts.rejects");
    assertThat(
            refused("a", "score.challengers { b-c { model = \"a@b\" }, b_c { model = \"a@c\" } }"))
        .contains("score.challengers.b_c.table: 'a_b_c' is the job's own table or that of another");
    assertThat(refused("a", "forecasts.rejects = \"%s/a/rejects\"".formatted(warehouse)))
        .contains("are one in the folder of the other");
  }

  @Test
  void theFolderOfHeldRuns() throws IOException {
    assertThat(refused("a-held", ""))
        .contains("a-held.conf: 1: forecasts.table: 'a_held' is where the runs of another table");
  }

  /** The first of these names keeps the table that it had. */
  @Test
  void jobsOfNearNamesHaveTablesOfTheirOwn() throws IOException {
    assertThat(check("a-b", "").out()).contains("writes     a_b in ");
    assertThat(check("a_b", "").out()).contains("writes     a--b in ");
    assertThat(check("a.b", "").out()).contains("writes     a-_b in ");
  }

  @Test
  void aLookupByTheNameOfTheJobIsReported() {
    assertThat(new Cli(folder).run("lookup", "a.b", "id=1").err())
        .contains("A job called 'a.b' that names no forecasts.table publishes to 'a-_b'.");
    Cli.Result result = new Cli(folder).run("lookup", "a-b", "id=1");
    assertThat(result.exitCode()).isEqualTo(6);
    assertThat(result.err()).contains("publishes to 'a_b'");
  }

  @Test
  void explainsWhatIsReplacedAndSkipped() throws IOException {
    assertThat(check("a", "forecasts.take-over = b, score.when-empty = skip").out())
        .contains("replaces   also forecasts of job b")
        .contains("no rows    a date without a row to score is skipped");
  }

  private String refused(String name, String more) throws IOException {
    Cli.Result result = check(name, more);
    assertThat(result.exitCode()).as(result.out()).isEqualTo(3);
    return result.err();
  }

  private Cli.Result check(String name, String more) throws IOException {
    return new Cli(folder).run("check", file(name, more));
  }

  private String file(String name, String more) throws IOException {
    return Files.writeString(
            folder.resolve(name + ".conf"),
            """
            name = "%s"
            run-date = 2026-03-01
            sources { ev { format = parquet, path = t.parquet } }
            train {
              task = regression, label = y, features { numeric = [x] }
              split { by = random }, algorithm { name = linear-regression }
            }
            score { keys = [id] }
            %s
            """
                .formatted(name, more))
        .toString();
  }
}
