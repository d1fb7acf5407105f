package dev.almanac.warehouse;

import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The visible forecasts of one date of a table.
 *
 * @param date their run date
 * @param count their number
 * @param rows pinned to one version of the table
 */
public record PreviousPublication(LocalDate date, long count, Dataset<Row> rows) {}
