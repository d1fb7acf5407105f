package dev.almanac.shuffle;

import dev.almanac.data.MappedIterator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.function.Supplier;
import org.apache.spark.Partitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution$;
import org.apache.spark.sql.execution.ShuffledRowRDD;
import org.apache.spark.sql.execution.UnsafeRowSerializer;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec$;
import org.apache.spark.sql.execution.metric.SQLShuffleReadMetricsReporter;
import org.apache.spark.sql.execution.metric.SQLShuffleWriteMetricsReporter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.MutablePair;
import org.apache.spark.util.ThreadUtils;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Product2;
import scala.concurrent.duration.Duration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction0;

/**
 * Range-partitions rows and computes them only once. Spark's shuffle files keep them as long as the
 * returned table is reachable, so reading it computes nothing again.
 *
 * <p>Spark's {@code repartitionByRange} computes all rows twice, the first time to sample their
 * keys. Here the sample comes from another table with the same keys, which may be cheaper to read,
 * and observers see the rows during the computation.
 */
public final class RangeShuffle {
  /** Tables below this estimated size become one range without a sample. */
  private static final long SMALL_BYTES = 8L << 20;

  private static final ClassTag<Object> ID = ClassTag$.MODULE$.apply(Integer.class);
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private RangeShuffle() {}

  /**
   * Computes rows. Each partition of the result has the rows of one range, unsorted. Spark's
   * checked exceptions are thrown undeclared.
   *
   * @param keyRows has the keys of the rows and no other column, for the sample
   * @param keys the key columns, of orderable types
   * @param ranges the number of ranges by the number of rows
   * @param observers see each row once
   */
  public static Dataset<Row> of(
      Dataset<Row> rows,
      Dataset<Row> keyRows,
      List<String> keys,
      LongToIntFunction ranges,
      List<RowObserver> observers) {
    SparkSession session = (SparkSession) rows.sparkSession();
    StructType schema = rows.schema();
    KeyRanges parts = parts(new KeyOrder(schema, keys), keyRows, keys, ranges);
    QueryExecution plan = execution(rows);
    RDD<InternalRow> shuffled =
        within(
            plan,
            () -> {
              RDD<InternalRow> all = plan.toRdd();
              return all.getNumPartitions() == 0 ? all : shuffled(all, schema, parts, observers);
            });
    return session.internalCreateDataFrame(shuffled, schema, false);
  }

  private static KeyRanges parts(
      KeyOrder order, Dataset<Row> keyRows, List<String> keys, LongToIntFunction ranges) {
    QueryExecution plan = execution(keyRows);
    if (plan.optimizedPlan().stats().sizeInBytes().$less$eq(scala.math.BigInt.apply(SMALL_BYTES))) {
      return KeyRanges.one(order);
    }
    KeyOrder sampled = new KeyOrder(keyRows.schema(), keys);
    return within(plan, () -> KeyRanges.of(plan.toRdd(), sampled, order, ranges));
  }

  private static RDD<InternalRow> shuffled(
      RDD<InternalRow> all, StructType schema, KeyRanges parts, List<RowObserver> observers) {
    SparkContext spark = all.context();
    List<RowObserver> watching = List.copyOf(observers);
    FlatMapFunction<Iterator<InternalRow>, Product2<Object, InternalRow>> route =
        partition -> routed(partition, schema, parts, watching);
    ShuffleDependency<Object, InternalRow, InternalRow> shuffle =
        new ShuffleDependency<>(
            all.toJavaRDD().mapPartitions(route).rdd(),
            new RangeNumbers(parts.count()),
            new UnsafeRowSerializer(schema.length(), null),
            Option.empty(),
            Option.empty(),
            false,
            ShuffleExchangeExec$.MODULE$.createShuffleWriteProcessor(
                SQLShuffleWriteMetricsReporter.createShuffleWriteMetrics(spark)),
            ID,
            ROW,
            ROW);
    finish(spark.submitMapStage(shuffle));
    return new ShuffledRowRDD(
        shuffle, SQLShuffleReadMetricsReporter.createShuffleReadMetrics(spark));
  }

  private static void finish(SimpleFutureAction<?> stage) {
    boolean ended = false;
    try {
      ThreadUtils.awaitReady(stage, Duration.Inf());
      ended = true;
    } catch (SparkException e) {
      throw new IllegalStateException("a stage could not be waited for", e);
    } finally {
      // An InterruptedException is thrown undeclared.
      if (!ended) {
        stage.cancel();
      }
    }
    stage.value().get().get();
  }

  /** Rows with their range numbers. The pair and the row are reused for the next row. */
  private static Iterator<Product2<Object, InternalRow>> routed(
      Iterator<InternalRow> partition,
      StructType schema,
      KeyRanges parts,
      List<RowObserver> observers) {
    UnsafeProjection plain = UnsafeProjection.create(schema);
    KeyRanges.Finder finder = parts.finder();
    RowObserver.Work[] watching =
        observers.stream().map(RowObserver::begin).toArray(RowObserver.Work[]::new);
    MutablePair<Object, InternalRow> pair = new MutablePair<>();
    Function<InternalRow, Product2<Object, InternalRow>> route =
        row -> {
          InternalRow same = row instanceof UnsafeRow ? row : plain.apply(row);
          for (RowObserver.Work work : watching) {
            work.row(same);
          }
          return pair.update(finder.of(same), same);
        };
    return new MappedIterator<>(
        partition,
        route,
        () -> {
          for (RowObserver.Work work : watching) {
            work.end();
          }
        });
  }

  private static QueryExecution execution(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
  }

  /** Runs as a separate SQL execution, so that tasks have the session's settings. */
  private static <T> T within(QueryExecution plan, Supplier<T> body) {
    return SQLExecution$.MODULE$.withNewExecutionId(
        plan,
        Option.empty(),
        new AbstractFunction0<T>() {
          @Override
          public T apply() {
            return body.get();
          }
        });
  }

  /** A partitioner whose keys are range numbers already. */
  private static final class RangeNumbers extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int count;

    RangeNumbers(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof RangeNumbers numbers && numbers.count == count;
    }

    @Override
    public int hashCode() {
      return count;
    }
  }
}
