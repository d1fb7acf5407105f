package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.data.ScalaSeqs;
import dev.almanac.shuffle.RangeShuffle;
import dev.almanac.shuffle.RowObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The scored rows of a run. They are computed once for all tables that the run writes, and are kept
 * in Spark's shuffle files, range-partitioned by key. Not thread-safe.
 */
public final class ScoredRun {
  private final Dataset<Row> scored;
  private final Dataset<Row> keyRows;
  private final List<String> keys;
  private final List<String> prefixes;
  private final List<RowObserver> observers;
  private final LongSupplier rowsIn;
  private final Map<String, OutcomeCounts> counts = new LinkedHashMap<>();
  private @Nullable Dataset<Row> computed;

  /**
   * A run that writes several tables; nothing is computed yet.
   *
   * @param scored rows in which the columns that scoring added for a table have its prefix
   * @param keyRows has the keys of the same rows and may be cheaper to compute
   * @param keys columns that identify a row
   * @param prefixes of the tables
   * @param observers observe the rows while they are computed
   * @param rowsIn number of input rows; called after the rows were computed
   * @throws IllegalArgumentException if there is no key
   */
  public ScoredRun(
      Dataset<Row> scored,
      Dataset<Row> keyRows,
      List<String> keys,
      List<String> prefixes,
      List<? extends RowObserver> observers,
      LongSupplier rowsIn) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("forecasts need at least one key column to be found by");
    }
    this.scored = scored;
    this.keyRows = keyRows;
    this.keys = List.copyOf(keys);
    this.prefixes = List.copyOf(prefixes);
    this.observers = List.copyOf(observers);
    this.rowsIn = rowsIn;
  }

  /**
   * A run of one table.
   *
   * @param scored rows as a {@code ScoringEngine} returns them
   * @param rowsIn number of input rows
   */
  public static ScoredRun of(Dataset<Row> scored, List<String> keys, long rowsIn) {
    return new ScoredRun(scored, scored, keys, List.of(""), List.of(), () -> rowsIn);
  }

  /**
   * Computes the rows unless they are computed already.
   *
   * @throws AlmanacException as reading and scoring do
   */
  public void compute() {
    rows();
  }

  /** The number of input rows. Computes the rows. */
  long rowsIn() {
    compute();
    return rowsIn.getAsLong();
  }

  List<String> keys() {
    return keys;
  }

  StructType schema() {
    return scored.schema();
  }

  boolean isComputed() {
    return computed != null;
  }

  /** The rows, range-partitioned by key. The first call computes them. */
  Dataset<Row> rows() {
    Dataset<Row> known = computed;
    if (known == null) {
      try {
        known = shuffled();
      } catch (Exception e) { // Spark's checked exceptions are not declared
        throw WarehouseErrors.scoring(e);
      }
      computed = known;
    }
    return known;
  }

  private Dataset<Row> shuffled() {
    SparkContext spark = scored.sparkSession().sparkContext();
    for (String prefix : prefixes) {
      counts.put(prefix, new OutcomeCounts(spark, schema(), keys, prefix));
    }
    List<RowObserver> all = new ArrayList<>(counts.values());
    all.addAll(observers);
    int cores = spark.defaultParallelism();
    return RangeShuffle.of(
        scored,
        keyRows.select(ForecastSchema.named(keys)),
        keys,
        rows -> ForecastTableWriter.files(rows, cores),
        all);
  }

  /** The counts of the rows of a table. Computes the rows. */
  OutcomeCounts.Counts counts(String prefix) {
    compute();
    OutcomeCounts found = counts.get(prefix);
    if (found == null) {
      throw new IllegalArgumentException("no table has the prefix '%s'".formatted(prefix));
    }
    return found.counts();
  }

  /**
   * The key of any one forecast of a table by column, cast to STRING by Spark; empty if there is
   * none. Computes the rows.
   */
  public Map<String, String> sampleKey(String prefix) {
    UnsafeRow key = counts(prefix).key();
    if (key == null) {
      return Map.of();
    }
    List<Attribute> columns = new ArrayList<>();
    keys.forEach(name -> columns.add(DataTypeUtils.toAttribute(schema().apply(name))));
    LogicalPlan row =
        new LocalRelation(
            ScalaSeqs.of(columns), ScalaSeqs.<InternalRow>of(List.of(key)), false, Option.empty());
    Row texts =
        Dataset$.MODULE$
            .ofRows((SparkSession) scored.sparkSession(), row)
            .select(
                keys.stream()
                    .map(name -> ForecastSchema.named(name).cast(DataTypes.StringType))
                    .toArray(Column[]::new))
            .head();
    Map<String, String> sample = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      sample.put(keys.get(i), texts.getString(i));
    }
    return sample;
  }
}
