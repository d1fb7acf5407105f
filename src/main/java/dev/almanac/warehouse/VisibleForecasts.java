package dev.almanac.warehouse;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The forecasts of one date that are visible in a table.
 *
 * @param location where the table stands
 * @param tableId what Delta gave the table when it was made; it keeps it wherever it is moved
 * @param version the state of the table
 * @param keys the columns that tell rows of a date apart
 * @param rows pinned to that state; none if the date has no forecasts
 */
public record VisibleForecasts(
    String location, String tableId, long version, List<String> keys, Dataset<Row> rows) {
  /** Copies the keys. */
  public VisibleForecasts {
    keys = List.copyOf(keys);
  }
}
