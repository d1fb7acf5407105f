package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.config.ConfigLoader;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.PublishingJob;
import dev.almanac.warehouse.ScoredRun;
import dev.almanac.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of near names, of which earlier releases derived one table. */
@ExtendWith(Interpreted.class)
class TableOwnershipIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");

  private final Path root;
  private final Warehouse warehouse;
  private final List<String> facts = new ArrayList<>();

  TableOwnershipIT(@TempDir Path root) {
    this.root = root;
    this.warehouse = new Warehouse(TestSpark.session(), name -> root.resolve(name).toString());
  }

  @Test
  void aJobGoesOnWithTheTableThatItHasOrSaysThatItBeginsANewOne() throws IOException {
    publish("a_b", "a_b", MONDAY);

    JobSpec job = job("a_b", "");
    assertThatThrownBy(() -> require(job, MONDAY.plusDays(1)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("Its name means the table a--b now")
        .hasMessageContaining("it meant a_b before, which has this job's forecasts up to " + MONDAY)
        .hasMessageContaining("Write forecasts.table = \"a_b\" into the job file");
    require(job("a_b", "forecasts.table = a_b"), MONDAY);
    require(job("a_b", "forecasts.table = \"a--b\""), MONDAY);
    require(job("a.b", ""), MONDAY);
    assertThat(facts).as("none of them shares its table").isEmpty();

    publish("a_b", "a--b", MONDAY);
    require(job, MONDAY);
  }

  @Test
  void aJobIsWarnedOfAnotherOneInItsTable() throws IOException {
    publish("a_b", "a_b", MONDAY);

    require(job("a-b", ""), MONDAY.plusDays(1));

    assertThat(facts)
        .singleElement()
        .asString()
        .startsWith("warning: a_b also has forecasts of job 'a_b' (newest of these for 2026-05-04)")
        .contains("forecasts.take-over");
    assertThatThrownBy(() -> require(job("a-b", ""), MONDAY))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ANOTHER_JOBS_FORECASTS));
    facts.clear();
    require(job("a-b", "forecasts.take-over = a_b"), MONDAY);
    assertThat(facts).isEmpty();
  }

  private void require(JobSpec job, LocalDate date) {
    Progress progress =
        new Progress() {
          @Override
          public void step(String what) {}

          @Override
          public void fact(String what) {
            facts.add(what);
          }
        };
    new TableOwnership(warehouse, job).require(date).ifPresent(progress::fact);
  }

  private void publish(String job, String table, LocalDate date) {
    warehouse.publish(
        new PublishRequest(
            ScoredRun.of(ScoredRows.binary(20, 2, 1), List.of("id"), 20),
            "",
            TaskType.BINARY,
            List.of("region"),
            table,
            table + "_rejects",
            date,
            new ModelVersion(new ModelName("churn"), 7),
            Map.of(),
            new RunId("run-" + table.length()),
            Instant.EPOCH,
            List.of(),
            "",
            0.5,
            OptionalLong.empty(),
            "",
            "",
            PublishingJob.of(job)));
  }

  private JobSpec job(String name, String more) throws IOException {
    Path file =
        Files.writeString(
            root.resolve("job.conf"),
            """
            name = "%s"
            sources { ev { format = parquet, path = t.parquet } }
            train {
              task = regression, label = y, features { numeric = [x] }
              split { by = random }, algorithm { name = linear-regression }
            }
            score { keys = [id] }
            %s
            """
                .formatted(name, more));
    return new ConfigLoader(Map.of(), List.of(), root).job(file);
  }
}
