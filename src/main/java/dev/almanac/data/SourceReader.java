package dev.almanac.data;

import dev.almanac.core.spec.DatasetSpec;
import java.time.LocalDate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/** Reads the sources of a job. Not thread-safe: one run reads one dataset at a time. */
public final class SourceReader {
  private final SparkSession spark;
  private final UnaryOperator<String> resolveLocation;

  /**
   * @param resolveLocation makes a location of a job file absolute
   */
  public SourceReader(SparkSession spark, UnaryOperator<String> resolveLocation) {
    this.spark = spark;
    this.resolveLocation = resolveLocation;
  }

  /**
   * The rows of a dataset as of now.
   *
   * @param runDate bound to {@code :run_date} of the query
   * @throws dev.almanac.core.AlmanacException SOURCE_NOT_FOUND, SOURCE_UNREADABLE, QUERY_FAILED
   */
  public Table read(DatasetSpec dataset, LocalDate runDate) {
    if (dataset.sources().isEmpty()) {
      return new Table(spark.emptyDataFrame(), java.util.List.of());
    }
    throw new UnsupportedOperationException(resolveLocation.apply("") + dataset + runDate);
  }
}
