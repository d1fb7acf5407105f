package dev.almanac.monitoring;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Compares two sets of forecasts of one task by key and by segment. Both have the columns of {@link
 * ForecastColumns}, without rejects, and unique keys.
 */
public final class ForecastDiff {
  private static final String LABEL = "__label";
  private static final String VALUE = "__value";
  private static final String BEFORE = "__before";
  private static final String BEFORE_LABEL = "__before_label";
  private static final String BY = "__by";
  private static final int MOST_SEGMENTS = 1_000;

  private final TaskType task;
  private final Dataset<Row> then;
  private final Dataset<Row> now;
  private final double unit;

  /** Creates a comparison; reads the first set once. */
  public ForecastDiff(TaskType task, Dataset<Row> then, Dataset<Row> now) {
    this.task = task;
    this.then = then;
    this.now = now;
    this.unit = task == TaskType.REGRESSION ? deviation(then) : 1;
  }

  /** Whether the task has labels. */
  public boolean hasLabels() {
    return task != TaskType.REGRESSION;
  }

  /** Whether the task has a distance between forecasts. */
  public boolean hasDistances() {
    return task != TaskType.CLUSTERING;
  }

  /** Whether the task has a mean forecast. */
  public boolean hasMeans() {
    return task == TaskType.BINARY || task == TaskType.REGRESSION;
  }

  private static double deviation(Dataset<Row> rows) {
    Row found = rows.agg(stddev_samp(col(ForecastColumns.PREDICTION))).head();
    // If all numbers are equal the unit is 1.
    return found.isNullAt(0) || !(found.getDouble(0) > 0) ? 1 : found.getDouble(0);
  }

  /**
   * Compares the common keys.
   *
   * @param oneIn compares one in this many keys, the same ones on both sides
   * @param far threshold of a change: for a probability the difference, for several labels half the
   *     sum of absolute differences, for a number in standard deviations of the first set
   * @param shown number of largest changes to return
   */
  public ForecastDelta keys(List<String> keys, long oneIn, double far, int shown) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      names.add("__key" + i);
    }
    Dataset<Row> joined =
        side(then, keys, names, oneIn)
            .withColumnRenamed(VALUE, BEFORE)
            .withColumnRenamed(LABEL, BEFORE_LABEL)
            .join(side(now, keys, names, oneIn), names.toArray(String[]::new))
            .withColumn(BY, distance())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return movement(joined, keys, names, oneIn, far, shown);
    } finally {
      joined.unpersist();
    }
  }

  private ForecastDelta movement(
      Dataset<Row> joined,
      List<String> keys,
      List<String> names,
      long oneIn,
      double far,
      int shown) {
    Row totals =
        joined
            .agg(
                count(lit(1)),
                sum(when(col(LABEL).eqNullSafe(col(BEFORE_LABEL)), 0L).otherwise(1L)),
                sum(when(col(BY).gt(far), 1L).otherwise(0L)))
            .head();
    long common = totals.getLong(0);
    return new ForecastDelta(
        common,
        oneIn,
        common == 0 || !hasLabels() ? 0 : totals.getLong(1),
        common == 0 ? 0 : totals.getLong(2),
        common == 0 || !hasDistances() ? List.of() : furthest(joined, keys, names, shown));
  }

  private List<ForecastDelta.Mover> furthest(
      Dataset<Row> joined, List<String> keys, List<String> names, int shown) {
    List<Column> order = new ArrayList<>(List.of(desc(BY)));
    names.forEach(name -> order.add(ExactNames.column(name)));
    List<ForecastDelta.Mover> movers = new ArrayList<>();
    for (Row row :
        joined
            .where(col(BY).gt(0))
            .orderBy(order.toArray(Column[]::new))
            .limit(shown)
            .collectAsList()) {
      List<String> key = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        key.add(
            keys.get(i) + "=" + Text.printable(String.valueOf(row.<Object>getAs(names.get(i)))));
      }
      boolean labels = task == TaskType.MULTICLASS;
      movers.add(
          new ForecastDelta.Mover(
              String.join(" ", key),
              describe(row.getAs(labels ? BEFORE_LABEL : BEFORE)),
              describe(row.getAs(labels ? LABEL : VALUE)),
              row.<Double>getAs(BY)));
    }
    return movers;
  }

  private static String describe(@Nullable Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4g", number)
        : Text.printable(String.valueOf(value));
  }

  private Dataset<Row> side(Dataset<Row> rows, List<String> keys, List<String> names, long oneIn) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add(ExactNames.column(keys.get(i)).as(names.get(i)));
    }
    columns.add(label().as(LABEL));
    columns.add(value().as(VALUE));
    Column[] key = keys.stream().map(ExactNames::column).toArray(Column[]::new);
    Dataset<Row> picked =
        oneIn <= 1 ? rows : rows.where(pmod(xxhash64(key), lit(oneIn)).equalTo(0));
    return picked.select(columns.toArray(Column[]::new));
  }

  private Column label() {
    return switch (task) {
      case BINARY, MULTICLASS ->
          // An abstention counts as a label of its own.
          coalesce(col(ForecastColumns.DECISION), lit(""));
      case CLUSTERING -> col(ForecastColumns.PREDICTION);
      case REGRESSION -> lit("");
    };
  }

  private Column value() {
    return switch (task) {
      case BINARY -> col(ForecastColumns.PROBABILITY);
      case MULTICLASS -> col(ForecastColumns.PROBABILITIES);
      case REGRESSION -> col(ForecastColumns.PREDICTION);
      case CLUSTERING -> lit(0.0);
    };
  }

  private Column distance() {
    if (task == TaskType.MULTICLASS) {
      return expr(
          "aggregate(map_keys(%1$s), 0D, (a, k) -> a + abs(%1$s[k] - coalesce(try_element_at(%2$s, k), 0D))) / 2"
              .formatted(VALUE, BEFORE));
    }
    return abs(col(VALUE).minus(col(BEFORE))).divide(unit);
  }

  /**
   * Compares the mean forecast of each common value of a column, the largest change first. Requires
   * a task with {@link #hasMeans}.
   */
  public List<SegmentShift> segments(String column) {
    Map<String, Row> before = new HashMap<>();
    means(then, column).forEach(row -> before.put(segment(row), row));
    List<SegmentShift> shifts = new ArrayList<>();
    for (Row row : means(now, column)) {
      Row old = before.get(segment(row));
      if (old != null && !old.isNullAt(1) && !row.isNullAt(1)) {
        double by = Math.abs(row.getDouble(1) - old.getDouble(1)) / unit;
        shifts.add(
            new SegmentShift(
                segment(row),
                old.getDouble(1),
                row.getDouble(1),
                by,
                old.getLong(2),
                row.getLong(2)));
      }
    }
    shifts.sort((left, right) -> Double.compare(right.by(), left.by()));
    return shifts;
  }

  private List<Row> means(Dataset<Row> rows, String column) {
    return Arrays.asList(
        (Row[])
            rows.groupBy(ExactNames.column(column).cast("string").as(LABEL))
                .agg(avg(value()), count(lit(1)).as(VALUE))
                .orderBy(desc(VALUE), col(LABEL))
                .limit(MOST_SEGMENTS)
                .collect());
  }

  private static String segment(Row row) {
    return Objects.requireNonNullElse(row.getString(0), "null");
  }
}
