package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Publishes forecasts to Delta tables, and reads, rolls back and maintains them. Thread-safe for
 * runs of different dates; if two runs publish one date at once, one of them fails with LOST_RACE.
 *
 * <p>A publication is the commit to the forecast table, and that commit comes last. The rejects of
 * the run are written before it, so a run that is interrupted in between leaves the old forecasts
 * and the new rejects of the date: rejects whose run id is not in the forecast table belong to a
 * run that did not publish. A rerun replaces both. A new table is created empty before its first
 * forecasts.
 */
public final class Warehouse {
  private final DeltaStore store;
  private final UnaryOperator<String> resolver;
  private final DateOwners owners;

  /** A warehouse without a runs table. */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver) {
    this(spark, resolver, run -> Optional.empty());
  }

  /**
   * A warehouse.
   *
   * @param spark a session with Delta's extension and catalog
   * @param resolver makes a table's name or path absolute
   * @param jobs finds the jobs of runs of earlier releases
   */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver, JobOfRun jobs) {
    this.store = new DeltaStore(spark);
    this.resolver = Objects.requireNonNull(resolver, "resolver");
    this.owners = new DateOwners(store, jobs);
  }

  /**
   * Checks the rows and publishes them as the forecasts of their run date, in one commit. After an
   * error the forecasts are unchanged, unless the error is OUTCOME_UNKNOWN.
   *
   * @throws AlmanacException NOTHING_TO_PUBLISH, TOO_MANY_REJECTS, DUPLICATE_KEYS, NULL_KEYS,
   *     MISSING_COLUMN, SCHEMA_MISMATCH, TABLE_REFUSED, ANOTHER_JOBS_FORECASTS, LOST_RACE,
   *     OUTCOME_UNKNOWN, SPARK_FAILED, WAREHOUSE_UNAVAILABLE; INTERNAL if rows are unaccounted for
   */
  public Publication publish(PublishRequest request) {
    return publish(request, (scored, rows) -> List.of());
  }

  /**
   * Publishes as {@link #publish(PublishRequest)} does, if the check does not refuse the run.
   * Refused rows are held in a separate folder, where no reader finds them.
   *
   * @throws AlmanacException GUARD_REFUSED if the run is held
   */
  public Publication publish(PublishRequest request, PrePublishCheck inspection) {
    if (!request.scored().isComputed()) {
      requireFits(request);
    }
    return new DayPublisher(store, owners, this::resolve, request, inspection).publish();
  }

  /**
   * Refuses rows that do not fit the tables, before anything is scored, compared or written.
   *
   * @throws AlmanacException MISSING_COLUMN, SCHEMA_MISMATCH, TABLE_REFUSED, WAREHOUSE_UNAVAILABLE
   */
  public void requireFits(PublishRequest request) {
    ForecastSchema.check(request);
    PartitionReplacement day = PartitionReplacement.of(request);
    Dataset<Row> scored = ForecastSchema.none(store.spark(), request);
    fits(target(request.table(), day, request.job()), ForecastSchema.forecasts(scored, request));
    fits(target(request.rejects(), day, request.job()), ForecastSchema.rejects(scored, request));
  }

  private ForecastTableWriter target(String table, PartitionReplacement day, PublishingJob job) {
    return new ForecastTableWriter(store, owners, resolve(table), day, job);
  }

  private static void fits(ForecastTableWriter table, Dataset<Row> rows) {
    try {
      table.requireFits(rows.schema());
    } catch (Exception e) {
      throw WarehouseErrors.reading(table.path(), e);
    }
  }

  /**
   * The publication record that a held run's commit would have.
   *
   * @param table a name under the warehouse's root, or a path
   * @throws AlmanacException NO_SUCH_RUN if it is not held; WAREHOUSE_UNAVAILABLE
   */
  public PublicationRecord held(String table, RunId run) {
    return new HeldRuns(store, owners).find(resolve(table), run).run();
  }

  /**
   * Publishes exactly the forecasts of a held run, in one commit.
   *
   * @param lastCheck called right before each commit; an exception aborts the publication
   * @throws AlmanacException NO_SUCH_RUN if it is not held; LOST_RACE if other forecasts of its
   *     date were published since; ARTIFACT_DAMAGED if the number of held rows has changed; else as
   *     {@link #publish(PublishRequest)} does
   */
  public Publication approve(String table, RunId run, Decision decision, Runnable lastCheck) {
    HeldRuns heldRuns = new HeldRuns(store, owners);
    HeldRuns.Held held = heldRuns.find(resolve(table), run);
    try {
      return heldRuns.approve(held, decision, lastCheck);
    } catch (Exception e) {
      throw WarehouseErrors.writing(held.table(), e);
    }
  }

  /** The folder with the rows of a held run. */
  public String heldFolder(String table, RunId run) {
    return HeldRuns.folder(resolve(table), run);
  }

  /**
   * Restores an earlier publication of a date, in one commit and without scoring.
   *
   * @param to the run whose forecasts are restored; empty for those before the visible ones
   * @throws AlmanacException NO_SUCH_TABLE, NOTHING_TO_ROLL_BACK; else as {@link
   *     #publish(PublishRequest)} does
   */
  public RollbackResult rollBack(
      String table, LocalDate date, Optional<RunId> to, Decision decision) {
    return rollBack(table, date, to, decision, Optional.empty());
  }

  /**
   * As above.
   *
   * @param job whose forecasts are restored; absent for the job of the visible ones
   */
  public RollbackResult rollBack(
      String table,
      LocalDate date,
      Optional<RunId> to,
      Decision decision,
      Optional<PublishingJob> job) {
    String path = resolve(table);
    List<PublicationRecord> history = history(table);
    try {
      return new Rollback(store, path, this::resolve, owners).run(date, history, to, decision, job);
    } catch (Exception e) {
      throw WarehouseErrors.writing(path, e);
    }
  }

  /** Maintenance of a table's files, which does not change its content. */
  public TableMaintenance upkeep(String table) {
    String path = resolve(table);
    requireTable(path);
    return new TableMaintenance(store, path);
  }

  /**
   * The published dates of a table within a range: runs, versions and sources. Read from the rows
   * themselves.
   */
  public List<PublishedDate> published(String table, LocalDate from, LocalDate to) {
    String path = resolve(table);
    try {
      return store.exists(path) ? PublishedDate.of(store.read(path), from, to) : List.of();
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /**
   * Refuses to let a job replace what another one published to a table for a date.
   *
   * @throws AlmanacException ANOTHER_JOBS_FORECASTS; WAREHOUSE_UNAVAILABLE
   */
  public void requireOwn(String table, LocalDate date, PublishingJob job) {
    String path = resolve(table);
    try {
      owners.requireOwn(path, date, job);
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /** The given dates that a job may not replace, with the job that published each. */
  public Map<LocalDate, String> publishedByOthers(
      String table, List<PublishedDate> dates, PublishingJob job) {
    return dates.isEmpty() ? Map.of() : owners.others(dates, history(table), job);
  }

  /**
   * The jobs of a table's newest commits, with the last date that each published; empty if the
   * table does not exist.
   */
  public Map<String, LocalDate> publishers(String table) {
    String path = resolve(table);
    try {
      Map<String, LocalDate> publishers = new TreeMap<>();
      if (store.exists(path)) {
        publications(store.history(path, false))
            .forEach(
                publication ->
                    publishers.merge(
                        owners.owner(publication),
                        publication.runDate(),
                        (known, other) -> known.isBefore(other) ? other : known));
      }
      return publishers;
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /** Whether a table exists. */
  public boolean hasTable(String table) {
    return store.exists(resolve(table));
  }

  /**
   * The visible forecasts of a date of a table.
   *
   * @throws AlmanacException NO_SUCH_TABLE; SCHEMA_MISMATCH if it is not a forecast table;
   *     WAREHOUSE_UNAVAILABLE
   */
  public VisibleForecasts visible(String table, LocalDate date) {
    String path = resolve(table);
    try {
      requireTable(path);
      DeltaStore.State state = store.state(path);
      return new VisibleForecasts(
          path,
          state.tableId(),
          state.version(),
          ForecastTableWriter.day(store.properties(path), date, "").keys(),
          store
              .read(path, state.version())
              .where(ForecastSchema.named(ForecastColumns.RUN_DATE).equalTo(lit(date))));
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /**
   * Refuses a catalog name that cannot refer to a forecast table.
   *
   * @param name schema and table
   * @throws AlmanacException SCHEMA_MISMATCH if the name refers to something else, or its schema
   *     does not exist; WAREHOUSE_UNAVAILABLE
   */
  public void requireName(String name, String table) {
    String path = resolve(table);
    try {
      new CatalogEntry(store.spark(), name, path).check();
    } catch (Exception e) {
      throw WarehouseErrors.reading("the catalog's " + name, e);
    }
  }

  /**
   * Registers an existing forecast table under a name of the session's catalog.
   *
   * @return whether the name is new
   * @throws AlmanacException as {@link #requireName}
   */
  public boolean register(String name, String table) {
    String path = resolve(table);
    try {
      return new CatalogEntry(store.spark(), name, path).register();
    } catch (Exception e) {
      throw WarehouseErrors.reading("the catalog's " + name, e);
    }
  }

  /** A table's location, as an absolute path or URI. */
  public String location(String table) {
    return resolve(table);
  }

  /** The forecasts of a table for the newest date up to a date, pinned; empty if there are none. */
  public Optional<PreviousPublication> last(String table, LocalDate upTo) {
    String path = resolve(table);
    try {
      return store.exists(path) ? store.last(path, upTo) : Optional.empty();
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  /**
   * The publications of a table, newest first; commits by others are left out.
   *
   * @param table a name under the warehouse's root, or a path
   * @throws AlmanacException NO_SUCH_TABLE; WAREHOUSE_UNAVAILABLE
   */
  public List<PublicationRecord> history(String table) {
    String path = resolve(table);
    try {
      requireTable(path);
      return publications(store.history(path, true));
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      throw WarehouseErrors.reading(path, e);
    }
  }

  /**
   * The rows of the runs table for a table's newest commits.
   *
   * @param user who publishes, for commits that do not record it
   */
  public List<RunRecord> runs(String table, String user) {
    String path = resolve(table);
    try {
      return store.exists(path)
          ? RunRows.of(publications(store.history(path, false)), path, user)
          : List.of();
    } catch (Exception e) {
      throw WarehouseErrors.reading(path, e);
    }
  }

  private static List<PublicationRecord> publications(List<DeltaStore.Commit> commits) {
    return commits.stream()
        .map(commit -> RunSummary.record(commit.version(), commit.at(), commit.metadata()))
        .flatMap(Optional::stream)
        .toList();
  }

  private void requireTable(String path) {
    if (!store.exists(path)) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_TABLE,
          "there is no forecast table at %s.\nCheck its name, or publish to it first."
              .formatted(path));
    }
  }

  private String resolve(String table) {
    return DeltaStore.plain(resolver.apply(table));
  }
}
