package dev.almanac.warehouse;

import static dev.almanac.warehouse.Runs.assertRefused;
import static dev.almanac.warehouse.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Guard;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import dev.almanac.core.RunId;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a guard refused, and what becomes of them. */
@Tag("slow")
@ExtendWith(Interpreted.class)
class HeldRunsIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final Decision DECISION =
      new Decision(new RunId("by-ann"), "ann", "the strike is real", Instant.EPOCH);
  private static final GuardFinding REFUSAL =
      new GuardFinding(Guard.INPUT_DRIFT, "age", 0.7, 0.25, GuardFinding.Verdict.REFUSED, "");

  private final SparkSession spark = TestSpark.session();
  private final Path root;

  HeldRunsIT(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void leavesWhatReadersSeeAsItIs() {
    publish("run-1", 1);
    List<String> before = content("t");

    assertRefused(
        () -> hold("run-2", 2),
        ErrorCode.GUARD_REFUSED,
        "run run-2 is held, and t has for 2026-05-04 what it had",
        "input-drift of 'age': 0.7000, and the guard allows 0.2500",
        "almanac publish --approve run-2 --reason");

    assertThat(content("t")).isEqualTo(before);
    assertThat(warehouse().history("t")).hasSize(1);
    assertRefused(
        () -> ForecastLookup.open(path("t_held/run-2/forecasts")),
        ErrorCode.SCHEMA_MISMATCH,
        "Almanac did not make it");
    assertRefused(() -> ForecastLookup.open(path("t_held")), ErrorCode.NO_SUCH_TABLE);
  }

  @Test
  void publishesExactlyWhatWasHeldInOneCommit() throws IOException {
    publish("run-1", 1);
    assertRefused(() -> hold("run-2", 2), ErrorCode.GUARD_REFUSED);
    List<Row> held =
        spark
            .read()
            .format("delta")
            .load(path("t_held/run-2/forecasts"))
            .orderBy("id")
            .collectAsList();

    Publication publication = warehouse().approve("t", new RunId("run-2"), DECISION, () -> {});

    assertThat(publication.tableVersion()).isEqualTo(2);
    assertThat(publication.rows().scored()).isEqualTo(18);
    assertThat(read("t").orderBy("id").collectAsList()).isEqualTo(held);
    assertThat(read("r").select("run_id").distinct().collectAsList()).hasToString("[[run-2]]");
    JsonNode summary = new ObjectMapper().readTree(warehouse().history("t").get(0).summary());
    assertThat(summary.path("run_id").asText()).isEqualTo("run-2");
    assertThat(summary.path("approved").path("by").asText()).isEqualTo("ann");
    assertThat(summary.path("approved").path("reason").asText()).isEqualTo("the strike is real");
    assertThat(summary.path("guards").path(0).path("verdict").asText()).isEqualTo("refused");

    Publication again = warehouse().approve("t", new RunId("run-2"), DECISION, () -> {});
    assertThat(again.outcome()).isEqualTo(Publication.Outcome.RECOVERED);
    assertThat(again.tableVersion()).isEqualTo(2);
    assertThat(warehouse().history("t")).hasSize(2);
  }

  @Test
  void holdsAndPublishesColumnsOfAnyName() {
    String name = "region (1), a.b";
    Dataset<Row> rows = ScoredRows.binary(20, 2, 1).withColumnRenamed("region", name);

    assertRefused(
        () ->
            warehouse()
                .publish(
                    request(rows, 20, MONDAY, "run-1", List.of(name)),
                    (scored, account) -> List.of(REFUSAL)),
        ErrorCode.GUARD_REFUSED);
    warehouse().approve("t", new RunId("run-1"), DECISION, () -> {});

    assertThat(read("t").columns()).contains(name);
    assertThat(read("t").count()).isEqualTo(18);
    assertThat(root.resolve("t").resolve("run_date=2026-05-04")).isDirectory();
  }

  @Test
  void publishesTheFirstForecastsOfATable() {
    assertRefused(() -> hold("run-1", 1), ErrorCode.GUARD_REFUSED);
    assertThat(DeltaTable.isDeltaTable(spark, path("t"))).isFalse();

    warehouse().approve("t", new RunId("run-1"), DECISION, () -> {});

    assertThat(read("t").count()).isEqualTo(18);
    assertThat(ForecastLookup.open(path("t")).keyColumns()).containsExactly("id");
  }

  @Test
  void doesNotPutOlderForecastsInThePlaceOfNewerOnes() {
    publish("run-1", 1);
    assertRefused(() -> hold("run-2", 2), ErrorCode.GUARD_REFUSED);
    publish("run-3", 3);
    List<String> newer = content("t");

    assertRefused(
        () -> warehouse().approve("t", new RunId("run-2"), DECISION, () -> {}),
        ErrorCode.LOST_RACE,
        "was held when",
        "had those of run run-1",
        "now it has those of run run-3");
    assertThat(content("t")).isEqualTo(newer);
  }

  @Test
  void refusesHeldForecastsThatSomebodyChanged() {
    assertRefused(() -> hold("run-1", 1), ErrorCode.GUARD_REFUSED);
    Dataset<Row> held = spark.read().format("delta").load(path("t_held/run-1/forecasts"));
    String summary =
        DeltaTable.forPath(spark, path("t_held/run-1/forecasts"))
            .history(1)
            .select("userMetadata")
            .head()
            .getString(0);
    held.limit(5)
        .write()
        .format("delta")
        .mode("append")
        .option("userMetadata", summary)
        .save(path("t_held/run-1/forecasts"));

    assertRefused(
        () -> warehouse().approve("t", new RunId("run-1"), DECISION, () -> {}),
        ErrorCode.ARTIFACT_DAMAGED,
        "holds 23 rows where the run left 18");
  }

  @Test
  void asksOnceMoreBeforeEachCommit() {
    publish("run-1", 1);
    assertRefused(() -> hold("run-2", 2), ErrorCode.GUARD_REFUSED);
    List<String> before = content("t");

    assertRefused(
        () ->
            warehouse()
                .approve(
                    "t",
                    new RunId("run-2"),
                    DECISION,
                    () -> {
                      throw new AlmanacException(ErrorCode.VERSION_WITHDRAWN, "withdrawn");
                    }),
        ErrorCode.VERSION_WITHDRAWN);
    assertThat(content("t")).isEqualTo(before);
  }

  @Test
  void knowsNoRunThatIsNotHeld() {
    publish("run-1", 1);

    assertRefused(
        () -> warehouse().held("t", new RunId("run-1")),
        ErrorCode.NO_SUCH_RUN,
        "no run run-1 is held beside");
  }

  private void publish(String run, int salt) {
    warehouse().publish(scored(run, salt));
  }

  private void hold(String run, int salt) {
    List<RowCounts> seen = new ArrayList<>();
    warehouse()
        .publish(
            scored(run, salt),
            (rows, account) -> {
              seen.add(account);
              return List.of(REFUSAL);
            });
    assertThat(seen).hasSize(1);
  }

  private static PublishRequest scored(String run, int salt) {
    return request(ScoredRows.binary(20, 2, salt), 20, MONDAY, run, List.of("region"));
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

  private List<String> content(String name) {
    return Runs.contentOf(spark, path(name));
  }
}
