package dev.almanac.bench;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is measured.
 *
 * @param runs how often it is measured
 * @param result the rows to write, made anew for every run, so that planning is part of the time
 */
record Contestant(String name, long rows, int runs, Supplier<Dataset<Row>> result) {}
