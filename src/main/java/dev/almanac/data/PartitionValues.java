package dev.almanac.data;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.util.AccumulatorV2;

/**
 * Accumulator of one value for each partition of a stage. A recomputed partition replaces its
 * value, so nothing is counted twice. Tasks add to it; the driver reads it after the stage.
 */
public final class PartitionValues<T extends Serializable>
    extends AccumulatorV2<T, Map<Integer, T>> {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, T> values = new HashMap<>();

  /** Creates and registers an accumulator. */
  public static <T extends Serializable> PartitionValues<T> register(SparkContext spark) {
    PartitionValues<T> values = new PartitionValues<>();
    spark.register(values);
    return values;
  }

  @Override
  public boolean isZero() {
    return values.isEmpty();
  }

  @Override
  public synchronized PartitionValues<T> copy() {
    PartitionValues<T> copy = new PartitionValues<>();
    copy.values.putAll(values);
    return copy;
  }

  @Override
  public synchronized void reset() {
    values.clear();
  }

  @Override
  public synchronized void add(T value) {
    values.put(TaskContext.getPartitionId(), value);
  }

  @Override
  public synchronized void merge(AccumulatorV2<T, Map<Integer, T>> other) {
    values.putAll(other.value());
  }

  @Override
  public synchronized Map<Integer, T> value() {
    return Map.copyOf(values);
  }
}
