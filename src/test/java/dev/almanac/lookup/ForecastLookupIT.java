package dev.almanac.lookup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.ScoredRows;
import dev.almanac.testing.TestSpark;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reads only what was published before the first test. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(Interpreted.class)
class ForecastLookupIT {
  private static final LocalDate MONDAY = LocalDate.parse("2026-05-04");
  private static final Map<String, String> K3 = Map.of("id", "k3", "day", "2026-01-04", "n", "3");

  private final Path root;

  ForecastLookupIT(@TempDir Path root) {
    this.root = root;
  }

  @BeforeAll
  void publish() {
    publish("churn", MONDAY.plusDays(1), 2, "run-tuesday", 30);
    publish("churn", MONDAY, 1, "run-monday", 40);
  }

  @Test
  void findsTheNewestForecastWhicheverWasWrittenLast() {
    Forecast forecast = lookup("churn").find(K3, Optional.empty());

    assertThat(forecast.runDate()).isEqualTo(MONDAY.plusDays(1));
    assertThat(forecast.keys())
        .containsExactly(
            Map.entry("id", "k3"),
            Map.entry("day", LocalDate.parse("2026-01-04")),
            Map.entry("n", 3L));
    assertThat(forecast.values().keySet())
        .containsExactly("prediction", "probability", "decision", "region");
    assertThat(forecast.values())
        .containsEntry("prediction", "no")
        .containsEntry("probability", (3L * 69 % 101) / 101.0)
        .containsEntry("region", "south");
    assertThat(forecast.model()).isEqualTo("churn");
    assertThat(forecast.modelVersion()).isEqualTo(7);
    assertThat(forecast.runId()).isEqualTo("run-tuesday");
    assertThat(forecast.scoredAt()).isEqualTo(Instant.parse("2026-05-05T03:15:00.25Z"));
    assertThat(forecast.sourceVersion()).isEqualTo("customers@v12");
    assertThat(forecast.tableVersion()).isEqualTo(2);
  }

  @Test
  void findsTheForecastOfADate() {
    assertThat(lookup("churn").find(K3, Optional.of(MONDAY)).runId()).isEqualTo("run-monday");
    assertThat(lookup("churn").keyColumns()).containsExactly("id", "day", "n");
  }

  @Test
  void reportsADateThatWasNotPublishedFromAKeyThatIsUnknown() {
    ForecastLookup lookup = lookup("churn");

    assertRefused(
        () -> lookup.find(K3, Optional.of(MONDAY.minusDays(1))),
        ErrorCode.NO_SUCH_FORECAST,
        "nothing was published",
        "for run date 2026-05-03",
        "It has forecasts of 2026-05-05, 2026-05-04.");
    assertRefused(
        () -> lookup.find(Map.of("id", "k99", "day", "2026-01-04", "n", "3"), Optional.empty()),
        ErrorCode.NO_SUCH_FORECAST,
        "id=k99",
        "on run date 2026-05-05",
        "Nor has it one on any other date");
    assertRefused(
        () -> lookup.find(Map.of("id", "k35", "day", "2026-02-05", "n", "35"), Optional.empty()),
        ErrorCode.NO_SUCH_FORECAST,
        "It has forecasts for this key on 2026-05-04.");
  }

  @Test
  void refusesKeysThatAreNone() {
    ForecastLookup lookup = lookup("churn");

    assertRefused(
        () -> lookup.find(Map.of("id", "k3", "day", "2026-01-04", "m", "3"), Optional.empty()),
        ErrorCode.BAD_OPTION,
        "'m' is not a key column",
        "did you mean 'n'?");
    assertRefused(
        () -> lookup.find(Map.of("id", "k3", "n", "3"), Optional.empty()),
        ErrorCode.BAD_OPTION,
        "the key column 'day' is not given",
        "id (string), day (date), n (long)");
    assertRefused(
        () -> lookup.find(Map.of("id", "k3", "day", "yesterday", "n", "3"), Optional.empty()),
        ErrorCode.BAD_OPTION,
        "'yesterday' cannot be the key 'day': expected a date such as 2026-05-01");
    assertRefused(
        () -> lookup.find(Map.of("id", "k3", "day", "2026-01-04", "n", "3.5"), Optional.empty()),
        ErrorCode.BAD_OPTION,
        "'3.5' cannot be the key 'n': expected a whole number");
  }

  @Test
  void reportsWhichTablesStandNextToTheOneThatIsNot() throws IOException {
    Files.createDirectories(root.resolve("no-table"));

    assertRefused(
        () -> lookup("chrun"),
        ErrorCode.NO_SUCH_TABLE,
        root.resolve("chrun").toString(),
        "Beside it stand: churn, churn-rejects");
    assertRefused(
        () -> ForecastLookup.open(root.resolve("not/there").toString()),
        ErrorCode.NO_SUCH_TABLE,
        "No table stands beside it");
  }

  @Test
  void refusesATableOfOthers() {
    String path = root.resolve("other").toString();
    TestSpark.session().range(3).write().format("delta").save(path);

    assertRefused(
        () -> ForecastLookup.open(path), ErrorCode.SCHEMA_MISMATCH, "Almanac did not make it");
  }

  @Test
  void heedsRowsThatWereDeletedByAMark() {
    publish("marked", MONDAY, 1, "run-1", 40);
    String path = root.resolve("marked").toString();
    TestSpark.session()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')"
                .formatted(path));
    TestSpark.session().sql("DELETE FROM delta.`%s` WHERE id = 'k3'".formatted(path));

    assertRefused(
        () -> lookup("marked").find(K3, Optional.empty()),
        ErrorCode.NO_SUCH_FORECAST,
        "has no forecast for");
    assertThat(
            lookup("marked")
                .find(Map.of("id", "k4", "day", "2026-01-05", "n", "4"), Optional.empty())
                .runId())
        .isEqualTo("run-1");
  }

  private ForecastLookup lookup(String table) {
    return ForecastLookup.open(root.resolve(table).toString());
  }

  private void publish(String table, LocalDate date, int salt, String run, int rows) {
    Dataset<Row> scored =
        ScoredRows.binary(rows, 0, salt)
            .withColumn("n", col("id").substr(lit(2), lit(9)).cast("bigint"))
            .selectExpr("*", "date_add(date'2026-01-01', cast(n as int)) as day");
    new Warehouse(TestSpark.session(), name -> root.resolve(name).toString())
        .publish(
            new PublishRequest(
                scored,
                rows,
                TaskType.BINARY,
                List.of("id", "day", "n"),
                List.of("region"),
                table,
                table + "-rejects",
                date,
                new ModelVersion(new ModelName("churn"), 7),
                new RunId(run),
                Instant.parse("2026-05-05T03:15:00.25Z"),
                List.of(
                    new SourceVersion(
                        "customers", "/lake/customers", "delta", OptionalLong.of(12), "")),
                "abc123",
                0.5));
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(
            e ->
                Stream.of(messages)
                    .forEach(message -> assertThat(e).hasMessageContaining(message)));
  }
}
