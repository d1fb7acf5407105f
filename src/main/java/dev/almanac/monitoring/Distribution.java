package dev.almanac.monitoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.almanac.core.FieldProfile;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Computes profiles of columns in two passes: one aggregation summarizes the numbers, one count
 * finds the rows of each bin and level.
 */
final class Distribution {
  /** The most levels that a profile lists; the others are combined. */
  static final int MOST_LEVELS = 200;

  private static final String FIELD = "field";
  private static final String PLACE = "place";
  private static final String LEVEL = "level";

  private Distribution() {}

  /**
   * One profile for each column.
   *
   * @param rows number of rows of the table
   */
  static List<FieldProfile> of(Dataset<Row> table, long rows, List<Column> columns) {
    Map<String, NumericSummary> measures =
        NumericSummary.of(
            table, columns.stream().filter(Column::isNumeric).map(Column::name).toList());
    List<List<Row>> counted = count(table, columns, measures);
    List<FieldProfile> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      fields.add(
          column.isNumeric()
              ? numeric(
                  column.name(),
                  rows,
                  Optional.ofNullable(measures.get(column.name())),
                  counted.get(i))
              : categorical(column.name(), rows, counted.get(i)));
    }
    return fields;
  }

  /** By column, rows of: field, bins, level, count. For a null, both bins and level are null. */
  private static List<List<Row>> count(
      Dataset<Row> table, List<Column> columns, Map<String, NumericSummary> measures) {
    org.apache.spark.sql.Column[] places = new org.apache.spark.sql.Column[columns.size()];
    for (int i = 0; i < places.length; i++) {
      String name = columns.get(i).name();
      org.apache.spark.sql.Column value = ExactNames.column(name);
      Optional<BinIndexUdf> place =
          Optional.ofNullable(measures.get(name))
              .map(found -> new BinIndexUdf(found.quantileEdges(), found.shapeEdges()));
      places[i] =
          struct(
              lit(i).as(FIELD),
              place
                  .map(found -> udf(found, DataTypes.IntegerType).apply(value))
                  .orElse(lit(null).cast(DataTypes.IntegerType))
                  .as(PLACE),
              (columns.get(i).isNumeric() ? lit(null) : value)
                  .cast(DataTypes.StringType)
                  .as(LEVEL));
    }
    List<List<Row>> counted = new ArrayList<>();
    columns.forEach(column -> counted.add(new ArrayList<>()));
    // Bounded: a category of a model has at most ten thousand levels.
    table
        .select(explode(array(places)).as("at"))
        .groupBy("at." + FIELD, "at." + PLACE, "at." + LEVEL)
        .count()
        .collectAsList()
        .forEach(row -> counted.get(row.getInt(0)).add(row));
    return counted;
  }

  private static FieldProfile numeric(
      String name, long rows, Optional<NumericSummary> measured, List<Row> counted) {
    if (measured.isEmpty()) {
      return new FieldProfile.Numeric(name, rows, rows, Optional.empty());
    }
    NumericSummary measures = measured.get();
    List<Double> edges = measures.quantileEdges();
    List<Double> shapeEdges = measures.shapeEdges();
    long[] bins = new long[edges.size() + 1];
    long[] shape = new long[shapeEdges.size() + 1];
    long nulls = 0;
    for (Row row : counted) {
      if (row.isNullAt(1)) {
        nulls += row.getLong(3);
      } else {
        bins[BinIndexUdf.first(row.getInt(1))] += row.getLong(3);
        shape[BinIndexUdf.second(row.getInt(1))] += row.getLong(3);
      }
    }
    return new FieldProfile.Numeric(
        name,
        rows,
        nulls,
        Optional.of(
            new FieldProfile.Spread(
                measures.min(),
                measures.max(),
                measures.mean(),
                measures.deviation(),
                measures.quantiles(),
                new FieldProfile.Bins(edges, boxed(bins)),
                new FieldProfile.Bins(shapeEdges, boxed(shape)))));
  }

  private static FieldProfile categorical(String name, long rows, List<Row> counted) {
    long nulls = 0;
    Map<String, Long> levels = new HashMap<>();
    for (Row row : counted) {
      if (row.isNullAt(2)) {
        nulls += row.getLong(3);
      } else {
        levels.put(row.getString(2), row.getLong(3));
      }
    }
    Map<String, Long> kept = new LinkedHashMap<>();
    levels.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_LEVELS)
        .forEach(level -> kept.put(level.getKey(), level.getValue()));
    long keptRows = kept.values().stream().mapToLong(Long::longValue).sum();
    return new FieldProfile.Categorical(
        name, rows, nulls, kept, levels.size() - kept.size(), rows - nulls - keptRows);
  }

  private static List<Long> boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}
