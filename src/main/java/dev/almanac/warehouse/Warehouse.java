package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RowAccount;
import dev.almanac.core.Text;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(Warehouse.class);

  private static final Pattern EMPTY_AUTHORITY = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:)///+");

  private final DeltaStore store;
  private final UnaryOperator<String> resolver;

  /**
   * A warehouse.
   *
   * @param spark a session with Delta's extension and catalog
   * @param resolver makes a table's name or path absolute
   */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver) {
    this.store = new DeltaStore(spark);
    this.resolver = Objects.requireNonNull(resolver, "resolver");
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
    return publish(request, () -> {});
  }

  /**
   * Publishes as {@link #publish(PublishRequest)} does, after one more look.
   *
   * @param lastCheck called right before each commit; what it throws ends the publication
   */
  public Publication publish(PublishRequest request, Runnable lastCheck) {
    checkColumns(request);
    // Read by the guards, by the sampling of key ranges and by both writes.
    Dataset<Row> scored =
        request
            .scored()
            .select(Columns.named(Columns.needed(request)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      RowAccount rows = counted(scored, request);
      return written(scored, rows, request, lastCheck);
    } finally {
      scored.unpersist();
    }
  }

  /**
   * Publishes as {@link #publish(PublishRequest, Runnable)} does, rows of which the caller has seen
   * to that they are not computed again each time they are read.
   */
  public Publication publishKept(PublishRequest request, Runnable lastCheck) {
    checkColumns(request);
    Dataset<Row> scored = request.scored().select(Columns.named(Columns.needed(request)));
    return written(scored, counted(scored, request), request, lastCheck);
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
      if (!store.exists(path)) {
        throw new AlmanacException(
            ErrorCode.NO_SUCH_TABLE,
            "there is no forecast table at %s.\nCheck its name, or publish to it first."
                .formatted(path));
      }
      return store.history(path, true).stream()
          .map(commit -> RunSummary.record(commit.version(), commit.at(), commit.metadata()))
          .flatMap(Optional::stream)
          .toList();
    } catch (Exception e) {
      // Spark's checked exceptions come undeclared.
      throw Failures.reading(path, e);
    }
  }

  /** Delta takes {@code file:///a} and {@code file:/a} for two places when it makes a table. */
  private String resolve(String table) {
    return EMPTY_AUTHORITY.matcher(resolver.apply(table)).replaceFirst("$1/");
  }

  private static RowAccount counted(Dataset<Row> scored, PublishRequest request) {
    try {
      RowAccount rows = new Guards(scored, request).check();
      LOG.info(
          "runId={} in={} scored={} rejected={}",
          request.runId(),
          rows.in(),
          rows.scored(),
          rows.rejected());
      return rows;
    } catch (Exception e) {
      throw Failures.scoring(e);
    }
  }

  private Publication written(
      Dataset<Row> scored, RowAccount rows, PublishRequest request, Runnable lastCheck) {
    TargetTable table = new TargetTable(store, resolve(request.table()), request);
    TargetTable rejectsTable = new TargetTable(store, resolve(request.rejects()), request);
    Dataset<Row> forecasts = prepared(table, Columns.forecasts(scored, request));
    Dataset<Row> rejects = prepared(rejectsTable, Columns.rejects(scored, request));
    lastCheck.run();
    rejectsTable.replaceDay(rejects, rows, rows.rejectedRows());
    lastCheck.run();
    Publication.Outcome outcome = table.replaceDay(forecasts, rows, rows.scored());
    long version = table.committedVersion();
    LOG.info(
        "runId={} table={} version={} runDate={}",
        request.runId(),
        table.path(),
        version,
        request.runDate());
    return new Publication(table.path(), version, rejectsTable.path(), rows, outcome);
  }

  private static Dataset<Row> prepared(TargetTable table, Dataset<Row> rows) {
    try {
      return table.prepare(rows);
    } catch (Exception e) {
      throw Failures.reading(table.path(), e);
    }
  }

  private static void checkColumns(PublishRequest request) {
    Set<String> seen = new HashSet<>();
    for (List<String> names : List.of(request.keys(), request.passThrough())) {
      for (String name : names) {
        if (ForecastColumns.RESERVED.contains(name)) {
          throw refused("'%s' is a column that forecasts have of themselves", name);
        }
        if (!seen.add(name)) {
          throw refused("'%s' is named twice among keys and pass-through", name);
        }
      }
    }
    StructType schema = request.scored().schema();
    List<String> present = Arrays.asList(schema.fieldNames());
    for (String name : Columns.needed(request)) {
      if (!present.contains(name)) {
        throw new AlmanacException(
            ErrorCode.MISSING_COLUMN,
            "the scored rows have no column '%s'%s.\nThey have: %s. Add it in the job's query, or correct keys and pass-through."
                .formatted(
                    Text.printable(name),
                    Text.nearest(name, present)
                        .map(near -> " (did you mean '" + near + "'?)")
                        .orElse(""),
                    String.join(", ", present)));
      }
    }
    for (String key : request.keys()) {
      DataType type = schema.apply(key).dataType();
      if (type instanceof StructType
          || type instanceof MapType
          || type instanceof ArrayType
          || type instanceof BinaryType) {
        throw refused("the key '%s' is " + type.sql() + ", which cannot be looked up", key);
      }
    }
  }

  private static AlmanacException refused(String what, String name) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        what.formatted(Text.printable(name))
            + ".\nGive the column another name or type in the job's query, or correct keys and pass-through.");
  }
}
