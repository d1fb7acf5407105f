package dev.almanac.shuffle;

import dev.almanac.data.MappedIterator;
import java.io.Serializable;
import java.util.function.LongToIntFunction;
import org.apache.spark.RangePartitioner$;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.mutable.ArrayBuffer;
import scala.math.Ordering;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Key ranges of about equal numbers of rows. Rows with equal keys are in the same range. Immutable;
 * bounds come from a sample of the keys, as in Spark's {@code repartitionByRange}.
 */
final class KeyRanges implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SAMPLED = 60_000;
  private static final int LEAST_OF_A_PARTITION = 200;
  private static final ClassTag<UnsafeRow> ROW = ClassTag$.MODULE$.apply(UnsafeRow.class);

  private final KeyOrder order;
  private final UnsafeRow[] bounds;

  private KeyRanges(KeyOrder order, UnsafeRow[] bounds) {
    this.order = order;
    this.bounds = bounds;
  }

  /** A single range for all keys. */
  static KeyRanges one(KeyOrder order) {
    return new KeyRanges(order, new UnsafeRow[0]);
  }

  /**
   * Computes ranges from a sample of keys.
   *
   * @param keys rows whose key columns are those of {@code sampled}; read once
   * @param order the key columns of the rows to partition
   * @param count the number of ranges by the number of rows
   */
  static KeyRanges of(
      RDD<InternalRow> keys, KeyOrder sampled, KeyOrder order, LongToIntFunction count) {
    int partitions = keys.getNumPartitions();
    if (partitions == 0) {
      return one(order);
    }
    RDD<UnsafeRow> copied =
        keys.toJavaRDD()
            .mapPartitions(
                rows -> {
                  UnsafeProjection key = sampled.projection();
                  return new MappedIterator<>(rows, row -> key.apply(row).copy(), () -> {});
                })
            .rdd();
    int each = Math.max(LEAST_OF_A_PARTITION, SAMPLED / partitions);
    Tuple2<Object, Tuple3<Object, Object, Object>[]> sketch =
        RangePartitioner$.MODULE$.sketch(copied, each, ROW);
    long rows = (Long) sketch._1();
    int ranges = count.applyAsInt(rows);
    if (ranges <= 1) {
      return one(order);
    }
    return new KeyRanges(order, bounds(sketch._2(), sampled, ranges));
  }

  /** The bounds. A sampled key represents an equal share of its partition's rows. */
  @SuppressWarnings("unchecked") // a UnsafeRow is an InternalRow; Scala's orderings are invariant
  private static UnsafeRow[] bounds(
      Tuple3<Object, Object, Object>[] sketch, KeyOrder sampled, int ranges) {
    ArrayBuffer<Tuple2<UnsafeRow, Object>> candidates = new ArrayBuffer<>();
    for (Tuple3<Object, Object, Object> partition : sketch) {
      UnsafeRow[] sample = (UnsafeRow[]) partition._3();
      for (UnsafeRow key : sample) {
        candidates.append(new Tuple2<>(key, (float) (Long) partition._2() / sample.length));
      }
    }
    Ordering<?> ordering = sampled.keyOrdering();
    return (UnsafeRow[])
        RangePartitioner$.MODULE$.determineBounds(
            candidates, ranges, (Ordering<UnsafeRow>) ordering, ROW);
  }

  /** The number of ranges. */
  int count() {
    return bounds.length + 1;
  }

  /** Creates a finder of rows' ranges. Not thread-safe. */
  Finder finder() {
    return new Finder();
  }

  /** See {@link #finder}. */
  final class Finder {
    private final UnsafeProjection key = order.projection();
    private final Ordering<InternalRow> ordering = order.keyOrdering();

    /** The range of a row, from 0. A key equal to a bound is in the range below it. */
    int of(InternalRow row) {
      if (bounds.length == 0) {
        return 0;
      }
      UnsafeRow required = key.apply(row);
      int low = 0;
      int high = bounds.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (ordering.compare(required, bounds[middle]) > 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
