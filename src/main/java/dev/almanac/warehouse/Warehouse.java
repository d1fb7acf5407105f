package dev.almanac.warehouse;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * The forecast tables. Safe for use by several threads as far as their tables' dates differ; of two
 * runs that publish one date at once, one is told that it lost.
 */
public final class Warehouse {
  private final SparkSession spark;
  private final UnaryOperator<String> resolver;

  /**
   * A warehouse.
   *
   * @param resolver makes a table's name or path absolute
   */
  public Warehouse(SparkSession spark, UnaryOperator<String> resolver) {
    this.spark = Objects.requireNonNull(spark, "spark");
    this.resolver = Objects.requireNonNull(resolver, "resolver");
  }

  /**
   * Checks the rows and makes them the forecasts of their run date, in one commit. After an error
   * the forecast table is as it was, unless the error is OUTCOME_UNKNOWN.
   *
   * @throws dev.almanac.core.AlmanacException NOTHING_TO_PUBLISH, TOO_MANY_REJECTS, DUPLICATE_KEYS,
   *     NULL_KEYS, MISSING_COLUMN, SCHEMA_MISMATCH, LOST_RACE, OUTCOME_UNKNOWN, SPARK_FAILED,
   *     WAREHOUSE_UNAVAILABLE
   */
  public Publication publish(PublishRequest request) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException(spark + "" + resolver);
  }

  /**
   * The publications of a table, newest first; commits by others are left out.
   *
   * @throws dev.almanac.core.AlmanacException NO_SUCH_TABLE
   */
  public List<PublicationRecord> history(String table) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException(spark + "" + resolver);
  }
}
