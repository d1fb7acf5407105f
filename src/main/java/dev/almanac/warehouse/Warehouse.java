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
 * The forecast tables. Safe for use by several threads as far as their runs' dates differ; of two
 * runs that publish one date at once, one is told that it lost.
 *
 * <p>A publication is the commit to the forecast table, and that commit comes last. The rejects of
 * the run are written before it, so a run that breaks off in between leaves the old forecasts and
 * the new rejects of the date: rejects whose run id is not in the forecast table are of a run that
 * did not publish. A rerun replaces both. A new table is made empty before its first forecasts.
 */
public final class Warehouse {
  private final DeltaStore store;
  private final UnaryOperator<String> resolver;
  private final DateOwners owners;

  /** A warehouse without a table of runs. */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver) {
    this(spark, resolver, run -> Optional.empty());
  }

  /**
   * A warehouse.
   *
   * @param spark a session with Delta's extension and catalog
   * @param resolver makes a table's name or path absolute
   * @param jobs which jobs runs of earlier releases were of
   */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver, JobOfRun jobs) {
    this.store = new DeltaStore(spark);
    this.resolver = Objects.requireNonNull(resolver, "resolver");
    this.owners = new DateOwners(store, jobs);
  }

  /**
   * Checks the rows and makes them the forecasts of their run date, in one commit. After an error
   * the forecasts are as they were, unless the error is OUTCOME_UNKNOWN.
   *
   * @throws AlmanacException NOTHING_TO_PUBLISH, TOO_MANY_REJECTS, DUPLICATE_KEYS, NULL_KEYS,
   *     MISSING_COLUMN, SCHEMA_MISMATCH, LOST_RACE, OUTCOME_UNKNOWN, SPARK_FAILED,
   *     WAREHOUSE_UNAVAILABLE; INTERNAL if rows are unaccounted for
   */
  public Publication publish(PublishRequest request) {
    return publish(request, (scored, rows) -> List.of());
  }

  /**
   * Publishes as {@link #publish(PublishRequest)} does, if an inspection does not refuse it. If it
   * does, the rows are kept aside, where no reader finds them.
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
   * Refuses rows that the tables cannot take, before anything is scored, compared or written.
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
   * A run that a guard refused, as its commit would tell it.
   *
   * @param table a name under the warehouse's root, or a path
   * @throws AlmanacException NO_SUCH_RUN if it is not held; WAREHOUSE_UNAVAILABLE
   */
  public PublicationRecord held(String table, RunId run) {
    return new HeldRuns(store, owners).find(resolve(table), run).run();
  }

  /**
   * Makes exactly the forecasts of a run that is held visible, in one commit.
   *
   * @param lastCheck called right before each commit; what it throws ends the publication
   * @throws AlmanacException NO_SUCH_RUN if it is not held; LOST_RACE if other forecasts of its
   *     date were published since; else as {@link #publish(PublishRequest)} does
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

  /** The folder that the rows of a held run stand in. */
  public String heldFolder(String table, RunId run) {
    return HeldRuns.folder(resolve(table), run);
  }

  /**
   * Makes an earlier publication of a date visible again, in one commit and without scoring.
   *
   * @param to the run whose forecasts are wanted; empty for those before the visible ones
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
   * @param job whose forecasts are to be visible again; absent if that is the job of the visible
   *     ones
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

  /** What may be done to a table's files without changing what it says. */
  public TableMaintenance upkeep(String table) {
    String path = resolve(table);
    requireTable(path);
    return new TableMaintenance(store, path);
  }

  /**
   * What stands in a table for a range of dates: which run of which version on which sources. Told
   * by the rows themselves.
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

  /**
   * Those of some dates of a table that a job may not replace, with the job that published each.
   */
  public Map<LocalDate, String> publishedByOthers(
      String table, List<PublishedDate> dates, PublishingJob job) {
    return dates.isEmpty() ? Map.of() : owners.others(dates, history(table), job);
  }

  /**
   * The jobs that the newest commits of a table are of, with the last date that each published;
   * empty if the table is not there.
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

  /** Whether a table is there. */
  public boolean hasTable(String table) {
    return store.exists(resolve(table));
  }

  /**
   * The forecasts that stand in a table for a date.
   *
   * @throws AlmanacException NO_SUCH_TABLE; SCHEMA_MISMATCH if it is no forecast table;
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
   * Refuses a name of the session's catalog that cannot mean a forecast table.
   *
   * @param name schema and table
   * @throws AlmanacException SCHEMA_MISMATCH if the name means something else, or its schema is not
   *     there; WAREHOUSE_UNAVAILABLE
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
   * Makes a name of the session's catalog mean a forecast table that is there.
   *
   * @return whether it did not before
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

  /** Where a table stands, as an absolute path or URI. */
  public String location(String table) {
    return resolve(table);
  }

  /**
   * The forecasts that stand in a table for the newest date up to a date, pinned; empty if there
   * are none.
   */
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
      // Spark's checked exceptions come undeclared.
      throw WarehouseErrors.reading(path, e);
    }
  }

  /**
   * The rows that the table of runs should have of a table's newest commits.
   *
   * @param user who publishes, for rows that do not know better
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
