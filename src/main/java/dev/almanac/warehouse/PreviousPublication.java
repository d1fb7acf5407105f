package dev.almanac.warehouse;

import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The forecasts of one date as a table has them.
 *
 * @param date the date they stand for
 * @param count how many there are
 * @param rows pinned to one version of the table
 */
public record PreviousPublication(LocalDate date, long count, Dataset<Row> rows) {}
