package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Earlier publications of a date that become the visible ones again. */
@Tag("slow")
@ExtendWith(Interpreted.class)
class RollbackIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);

  private final SparkSession spark = TestSpark.session();
  private final Path root;
  private int rollbacks;

  RollbackIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void goesBackStepByStepAndForthAgain() throws IOException {
    publish("run-a", 1, MONDAY);
    publish("run-t", 9, TUESDAY);
    List<Row> a = rows(MONDAY);
    List<Row> rejectsOfA = rejects(MONDAY);
    publish("run-b", 2, MONDAY);
    List<Row> b = rows(MONDAY);
    publish("run-c", 3, MONDAY);
    List<Row> c = rows(MONDAY);
    List<Row> tuesday = rows(TUESDAY);

    RollbackResult first = rollBack(Optional.empty());

    assertThat(rows(MONDAY)).isEqualTo(b).isNotEqualTo(c);
    assertThat(first.from().runId().value()).isEqualTo("run-c");
    assertThat(first.to().runId().value()).isEqualTo("run-b");
    JsonNode summary = new ObjectMapper().readTree(warehouse().history("t").get(0).summary());
    assertThat(summary.path("rolled_back").path("from").asText()).isEqualTo("run-c");
    assertThat(summary.path("rolled_back").path("by").asText()).isEqualTo("ann");
    assertThat(summary.path("rolled_back").path("reason").asText()).isEqualTo("bad feed");

    rollBack(Optional.empty());
    assertThat(rows(MONDAY)).isEqualTo(a);
    assertThat(rejects(MONDAY)).isEqualTo(rejectsOfA).isNotEmpty();
    assertRefused(
        () -> rollBack(Optional.empty()),
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "nothing was published for 2026-05-04 before run run-a");

    rollBack(Optional.of(new RunId("run-c")));
    assertThat(rows(MONDAY)).isEqualTo(c);
    assertRefused(
        () -> rollBack(Optional.of(new RunId("run-c"))),
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "the forecasts of run run-c are the visible ones");
    assertRefused(
        () -> rollBack(Optional.of(new RunId("run-t"))),
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "run run-t published nothing for 2026-05-04",
        "run-c, run-a, run-b");
    assertThat(rows(TUESDAY)).isEqualTo(tuesday);
    assertThat(warehouse().runs("t", "night"))
        .filteredOn(run -> run.state() == RunState.ROLLED_BACK)
        .extracting(run -> run.runId().value())
        .containsExactly("run-a", "run-b", "run-c");
  }

  @Test
  void leavesEmptyWhatTheTableHasNowAndHadNotThen() {
    publish("run-a", 1, MONDAY);
    Dataset<Row> wider = ScoredRows.binary(20, 2, 2).withColumn("tariff", lit("basic"));
    warehouse().publish(request(wider, 20, MONDAY, "run-b", List.of("region", "tariff")));

    rollBack(Optional.empty());

    assertThat(rows(MONDAY)).hasSize(18);
    assertThat(read("t").where("tariff is not null").count()).isZero();
    assertThat(read("t").select("run_id").distinct().collectAsList()).hasToString("[[run-a]]");
  }

  @Test
  void saysThatTheFilesAreGone() throws IOException {
    publish("run-a", 1, MONDAY);
    List<String> old = List.of(read("t").inputFiles());
    publish("run-b", 2, MONDAY);
    List<Row> before = rows(MONDAY);
    for (String file : old) {
      Files.delete(Path.of(URI.create(file)));
    }

    assertRefused(
        () -> rollBack(Optional.empty()),
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "the files of run run-a",
        "are not there any more: VACUUM removes");
    assertThat(rows(MONDAY)).isEqualTo(before);
  }

  @Test
  void refusesWhatIsNoPublication() {
    publish("run-a", 1, MONDAY);

    assertRefused(
        () -> warehouse().rollBack("t", TUESDAY, Optional.empty(), decision()),
        ErrorCode.NOTHING_TO_ROLL_BACK,
        "its history has no publication for 2026-05-05");
    assertRefused(
        () -> warehouse().rollBack("nowhere", MONDAY, Optional.empty(), decision()),
        ErrorCode.NO_SUCH_TABLE);
  }

  @Test
  void reportsARunAsTheTableOfRunsHasIt() {
    publish("run-a", 1, MONDAY);

    RunRecord run = warehouse().runs("t", "night").get(0);

    assertThat(run.runId().value()).isEqualTo("run-a");
    assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
    assertThat(run.versions()).isEqualTo("churn:7");
    assertThat(run.rowsIn()).hasValue(20);
    assertThat(run.rowsScored()).hasValue(18);
    assertThat(run.rejected()).containsEntry("MISSING_VALUE", 2L);
    assertThat(run.tableVersion()).hasValue(1);
    assertThat(run.startedAt()).isEqualTo(Instant.parse("2026-05-05T03:15:00.25Z"));
    assertThat(run.location()).isEqualTo(path("t"));
  }

  private RollbackResult rollBack(Optional<RunId> to) {
    return warehouse().rollBack("t", MONDAY, to, decision());
  }

  private Decision decision() {
    rollbacks++;
    return new Decision(new RunId("back-" + rollbacks), "ann", "bad feed", Instant.EPOCH);
  }

  private void publish(String run, int salt, LocalDate date) {
    warehouse().publish(request(ScoredRows.binary(20, 2, salt), 20, date, run, List.of("region")));
  }

  private List<Row> rows(LocalDate date) {
    return read("t").where("run_date = '%s'".formatted(date)).orderBy("id").collectAsList();
  }

  private List<Row> rejects(LocalDate date) {
    return read("r").where("run_date = '%s'".formatted(date)).orderBy("id").collectAsList();
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::path);
  }

  private String path(String name) {
    return name.startsWith("/") ? name : root.resolve(name).toString();
  }

  private Dataset<Row> read(String name) {
    return spark.read().format("delta").load(path(name));
  }
}
