package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.ForecastColumns;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The published forecasts of one date.
 *
 * @param versions the model versions that made them, such as {@code churn:7}
 * @param runs the runs that made them
 * @param sourceVersions the versions of their sources
 * @param rows their number
 */
public record PublishedDate(
    LocalDate date, Set<String> versions, Set<String> runs, Set<String> sourceVersions, long rows) {
  /** Copies the sets. */
  public PublishedDate {
    versions = Set.copyOf(versions);
    runs = Set.copyOf(runs);
    sourceVersions = Set.copyOf(sourceVersions);
  }

  /** Published dates in order; dates without forecasts are absent. */
  static List<PublishedDate> of(Dataset<Row> table, LocalDate from, LocalDate to) {
    Column date = ForecastSchema.named(ForecastColumns.RUN_DATE);
    return table
        .where(date.between(lit(from), lit(to)))
        .groupBy(date)
        .agg(
            collect_set(
                concat(
                    ForecastSchema.named(ForecastColumns.MODEL),
                    lit(":"),
                    ForecastSchema.named(ForecastColumns.MODEL_VERSION))),
            collect_set(ForecastSchema.named(ForecastColumns.RUN_ID)),
            collect_set(ForecastSchema.named(ForecastColumns.SOURCE_VERSION)),
            count(lit(1)))
        .orderBy(date)
        .collectAsList()
        .stream()
        .map(
            row ->
                new PublishedDate(
                    LocalDate.parse(row.get(0).toString()),
                    new TreeSet<>(row.<String>getList(1)),
                    new TreeSet<>(row.<String>getList(2)),
                    new TreeSet<>(row.<String>getList(3)),
                    row.getLong(4)))
        .toList();
  }
}
