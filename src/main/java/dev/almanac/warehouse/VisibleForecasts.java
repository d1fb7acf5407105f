package dev.almanac.warehouse;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The visible forecasts of one date of a table.
 *
 * @param location of the table
 * @param tableId Delta's id of the table; it does not change when the table is moved
 * @param version the table version
 * @param keys the columns that identify a row within the date
 * @param rows pinned to that version; none if the date has no forecasts
 */
public record VisibleForecasts(
    String location, String tableId, long version, List<String> keys, Dataset<Row> rows) {
  /** Copies the keys. */
  public VisibleForecasts {
    keys = List.copyOf(keys);
  }
}
