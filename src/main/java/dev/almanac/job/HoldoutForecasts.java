package dev.almanac.job;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The holdout forecasts stored with a version, from which its metrics can be recomputed: a sample
 * of a larger holdout, drawn with the job's seed.
 */
final class HoldoutForecasts {
  /** A file of this number of rows has a few megabytes. */
  private static final int MOST_ROWS = 100_000;

  private static final String KEYS = "keys";
  private static final String LABEL = "label";
  private static final String WEIGHT = "weight";
  private static final String ROW = "row";

  private final JobSpec job;
  private final List<String> keys;

  /**
   * The columns to store for a job.
   *
   * @param table the columns of the training table: a key that it lacks is not stored
   */
  HoldoutForecasts(JobSpec job, StructType table) {
    this.job = job;
    List<String> present = List.of(table.fieldNames());
    this.keys = job.score().keys().stream().filter(present::contains).toList();
  }

  /** Extra columns of the training table that the holdout must contain unchanged. */
  List<String> carried() {
    Set<String> carried = new LinkedHashSet<>(keys);
    job.train().weights().column().ifPresent(carried::add);
    return List.copyOf(carried);
  }

  /** The columns of the scored holdout that are read. */
  Set<String> read() {
    Set<String> read = new LinkedHashSet<>(Set.of(ModelColumns.ROW));
    carried().forEach(column -> read.add(ModelColumns.carried(column)));
    return read;
  }

  /**
   * Writes the forecasts.
   *
   * @param forecasts of the holdout, without rejects
   * @param location the folder of the Parquet file
   */
  void write(Dataset<Row> forecasts, String location) {
    List<Column> columns = new ArrayList<>();
    columns.add(ExactNames.column(ModelColumns.ROW).as(ROW));
    if (!keys.isEmpty()) {
      columns.add(
          struct(
                  keys.stream()
                      .map(key -> ExactNames.column(ModelColumns.carried(key)).as(key))
                      .toArray(Column[]::new))
              .as(KEYS));
    }
    if (job.train().task() != TaskType.CLUSTERING) {
      columns.add(ExactNames.column(job.train().label()).as(LABEL));
    }
    for (String name :
        List.of(
            ForecastColumns.PREDICTION,
            ForecastColumns.PROBABILITY,
            ForecastColumns.PROBABILITIES,
            ForecastColumns.DECISION)) {
      if (Arrays.asList(forecasts.columns()).contains(name)) {
        columns.add(ExactNames.column(name));
      }
    }
    job.train()
        .weights()
        .column()
        .ifPresent(name -> columns.add(ExactNames.column(ModelColumns.carried(name)).as(WEIGHT)));
    try {
      forecasts
          .orderBy(
              xxhash64(lit(job.train().seed()), ExactNames.column(ModelColumns.ROW)),
              ExactNames.column(ModelColumns.ROW))
          .limit(MOST_ROWS)
          .select(columns.toArray(Column[]::new))
          .coalesce(1)
          .write()
          .parquet(location);
    } catch (Exception e) { // Spark's checked exceptions are not declared
      throw new AlmanacException(
          ErrorCode.STORE_UNAVAILABLE,
          "the forecasts of the holdout could not be saved to %s: %s%nCheck that the executors can write there."
              .formatted(location, e.getMessage()),
          e);
    }
  }
}
