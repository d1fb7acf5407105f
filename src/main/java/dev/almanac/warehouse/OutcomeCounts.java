package dev.almanac.warehouse;

import dev.almanac.core.ForecastColumns;
import dev.almanac.data.PartitionValues;
import dev.almanac.shuffle.KeyOrder;
import dev.almanac.shuffle.RowObserver;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Counts forecasts, rejects by reason and rows without a key while rows are computed, and keeps the
 * key of one forecast.
 */
final class OutcomeCounts implements RowObserver {
  private static final long serialVersionUID = 1L;

  /**
   * The counts.
   *
   * @param rejected by reason
   * @param nullKeys rows with a null in a key column
   * @param key of any one forecast; null if there is none
   */
  record Counts(long scored, Map<String, Long> rejected, long nullKeys, @Nullable UnsafeRow key)
      implements Serializable {
    private static Counts sum(Counts left, Counts right) {
      Map<String, Long> rejected = new TreeMap<>(left.rejected());
      right.rejected().forEach((reason, rows) -> rejected.merge(reason, rows, Long::sum));
      return new Counts(
          left.scored() + right.scored(),
          rejected,
          left.nullKeys() + right.nullKeys(),
          left.key() == null ? right.key() : left.key());
    }
  }

  private final KeyOrder order;
  private final int reason;
  private final PartitionValues<Counts> counted;

  /**
   * @param prefix name prefix of the columns that scoring added
   */
  OutcomeCounts(SparkContext spark, StructType schema, List<String> keys, String prefix) {
    this.order = new KeyOrder(schema, keys);
    this.reason = schema.fieldIndex(prefix + ForecastColumns.REJECT_REASON);
    this.counted = PartitionValues.register(spark);
  }

  /** The counts of all rows, available after they were computed. */
  Counts counts() {
    return counted.value().values().stream().reduce(new Counts(0, Map.of(), 0, null), Counts::sum);
  }

  @Override
  public Work begin() {
    return new Work() {
      private final Map<UTF8String, Long> rejected = new HashMap<>();
      private long scored;
      private long nullKeys;
      private @Nullable UnsafeRow key;

      @Override
      public void row(InternalRow row) {
        if (row.isNullAt(reason)) {
          scored++;
          if (key == null) {
            key = order.projection().apply(row).copy();
          }
        } else {
          UTF8String why = row.getUTF8String(reason);
          Long known = rejected.get(why);
          // A row's text is valid only until the next row.
          rejected.put(known == null ? why.copy() : why, known == null ? 1 : known + 1);
        }
        if (order.hasNull(row)) {
          nullKeys++;
        }
      }

      @Override
      public void end() {
        Map<String, Long> reasons = new TreeMap<>();
        rejected.forEach((why, rows) -> reasons.put(why.toString(), rows));
        counted.add(new Counts(scored, reasons, nullKeys, key));
      }
    };
  }
}
