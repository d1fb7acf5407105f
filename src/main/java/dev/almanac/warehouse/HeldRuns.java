package dev.almanac.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RowCounts;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Storage of runs that a publication guard refused. Each run has a folder next to the forecast
 * table, with Delta tables that no lookup takes for forecasts. A run is held if and only if its
 * forecast table exists there, which is written last.
 */
final class HeldRuns {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HELD = "held";
  private static final String FORECASTS = "/forecasts";
  private static final String REJECTS = "/rejects";

  /**
   * A held run.
   *
   * @param run the publication record that its commit would have
   * @param replaces the run whose forecasts of the date were visible then, or empty
   * @param since the version of the forecast table then; -1 if it did not exist or was not recorded
   */
  record Held(
      PublicationRecord run,
      RowCounts account,
      PartitionReplacement day,
      String table,
      String rejects,
      String replaces,
      long since) {}

  private final DeltaStore store;
  private final DateOwners owners;

  HeldRuns(DeltaStore store, DateOwners owners) {
    this.store = store;
    this.owners = owners;
  }

  /** The folder of a run's rows. */
  static String folder(String table, RunId run) {
    String trimmed = table.endsWith("/") ? table.substring(0, table.length() - 1) : table;
    return trimmed + "_held/" + run;
  }

  /**
   * Stores the rows of a held run.
   *
   * @param table location of the forecast table
   * @param rejectsTable location of the rejects table
   */
  void keep(
      Dataset<Row> scored,
      PublishRequest request,
      String table,
      String rejectsTable,
      String summary) {
    String folder = folder(table, request.runId());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("table", table);
    facts.put("rejects", rejectsTable);
    facts.put("keys", json(request.keys()));
    facts.put("task", request.task().word());
    facts.put("table_version", Long.toString(store.exists(table) ? store.version(table) : -1));
    facts.put("replaces", visible(table, request.runDate()).orElse(""));
    String text = RunSummary.with(summary, HELD, facts);
    try {
      write(ForecastSchema.rejects(scored, request), folder + REJECTS, text);
      write(ForecastSchema.forecasts(scored, request), folder + FORECASTS, text);
    } catch (Exception e) {
      throw WarehouseErrors.writing(folder, e);
    }
  }

  /**
   * A held run.
   *
   * @throws AlmanacException NO_SUCH_RUN if the run is not held
   */
  Held find(String table, RunId run) {
    String folder = folder(table, run);
    try {
      if (!store.exists(folder + FORECASTS)) {
        throw new AlmanacException(
            ErrorCode.NO_SUCH_RUN,
            "no run %s is held beside %s.\nIt was published or discarded already, or never held; see it with: almanac runs show %s"
                .formatted(run, table, run));
      }
      DeltaStore.Commit commit = store.history(folder + FORECASTS, false).get(0);
      PublicationRecord record =
          RunSummary.record(commit.version(), commit.at(), commit.metadata()).orElseThrow();
      return new Held(
          record,
          RunSummary.account(record.summary()),
          new PartitionReplacement(
              List.of(JSON.readValue(fact(record, "keys"), String[].class)),
              Stream.of(TaskType.values())
                  .filter(task -> task.word().equals(fact(record, "task")))
                  .findFirst()
                  .orElseThrow(),
              record.runDate(),
              run.value()),
          fact(record, "table"),
          fact(record, "rejects"),
          fact(record, "replaces"),
          RunSummary.fact(record.summary(), HELD, "table_version").map(Long::valueOf).orElse(-1L));
    } catch (Exception e) {
      throw WarehouseErrors.reading(folder, e);
    }
  }

  /**
   * Publishes a held run in one commit. Returns the existing publication if the run is published
   * already.
   *
   * @throws AlmanacException LOST_RACE if other forecasts of the date were published since;
   *     ARTIFACT_DAMAGED if the number of held rows has changed; ANOTHER_JOBS_FORECASTS
   */
  Publication approve(Held held, Decision decision, Runnable lastCheck) {
    Optional<Long> done = published(held);
    if (done.isPresent()) {
      return publication(held, done.get(), Publication.Outcome.RECOVERED);
    }
    requireNotOvertaken(held);
    PublishingJob job =
        new PublishingJob(owners.owner(held.run()), RunSummary.takeOver(held.run().summary()));
    ForecastTableWriter table =
        new ForecastTableWriter(store, owners, held.table(), held.day(), job);
    ForecastTableWriter rejects =
        new ForecastTableWriter(store, owners, held.rejects(), held.day(), job);
    String summary =
        RunSummary.with(
            RunSummary.withJob(held.run().summary(), job.name()), "approved", decision.facts());
    String folder = folder(held.table(), held.run().runId());
    Dataset<Row> forecastRows = table.prepare(store.read(folder + FORECASTS));
    Dataset<Row> rejectRows = rejects.prepare(store.read(folder + REJECTS));
    requireWhole(forecastRows, held.account().scored(), folder);
    requireWhole(rejectRows, held.account().rejectedRows(), folder);
    lastCheck.run();
    rejects.replaceDay(rejectRows, held.account().rejectedRows(), summary);
    lastCheck.run();
    Publication.Outcome outcome = table.replaceDay(forecastRows, held.account().scored(), summary);
    return publication(held, table.committedVersion(), outcome);
  }

  private Optional<Long> published(Held held) {
    return store.exists(held.table())
        ? store.versionOf(held.table(), held.run().runId().value(), held.since())
        : Optional.empty();
  }

  private void requireNotOvertaken(Held held) {
    String now = visible(held.table(), held.day().date()).orElse("");
    if (!now.equals(held.replaces())) {
      throw new AlmanacException(
          ErrorCode.LOST_RACE,
          "run %s was held when %s had %s for %s, and now it has %s: approving would put older forecasts in the place of newer ones.\nDiscard the held run, and score the date again if its forecasts are wanted."
              .formatted(
                  held.run().runId(),
                  held.table(),
                  describe(held.replaces()),
                  held.day().date(),
                  describe(now)));
    }
  }

  private static String describe(String run) {
    return run.isEmpty() ? "no forecasts" : "those of run " + run;
  }

  private static void requireWhole(Dataset<Row> rows, long required, String folder) {
    long count = rows.count();
    if (count != required) {
      throw new AlmanacException(
          ErrorCode.ARTIFACT_DAMAGED,
          "%s holds %s where the run left %s: it was changed since.\nNothing was published. Discard the run and score again."
              .formatted(folder, Text.count(count, "row"), Text.grouped(required)));
    }
  }

  /** The run whose forecasts of a date are visible. */
  private Optional<String> visible(String table, LocalDate date) {
    return owners.visible(table, date).map(DateOwners.Visible::run);
  }

  private static Publication publication(Held held, long version, Publication.Outcome outcome) {
    return new Publication(held.table(), version, held.rejects(), held.account(), outcome);
  }

  private static void write(Dataset<Row> rows, String path, String summary) {
    DataFrameWriter<Row> writer =
        rows.write()
            .format("delta")
            .mode("errorifexists")
            .option("delta.enableDeletionVectors", "false")
            .option("userMetadata", summary);
    if (Stream.of(rows.columns()).anyMatch(DeltaStore::needsMapping)) {
      writer.option(DeltaStore.MAPPING, "name");
    }
    writer.save(path);
  }

  private static String fact(PublicationRecord record, String name) {
    return RunSummary.fact(record.summary(), HELD, name)
        .orElseThrow(() -> new IllegalStateException("a held run does not say its " + name));
  }

  private static String json(List<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts has no JSON", e);
    }
  }
}
