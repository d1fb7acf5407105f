package dev.almanac.shuffle;

import dev.almanac.data.ExactNames;
import dev.almanac.data.MappedIterator;
import dev.almanac.data.PartitionValues;
import dev.almanac.data.ScalaSeqs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.catalyst.plans.physical.UnknownPartitioning;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.math.Ordering;

/**
 * Rows sorted by key within each partition, with added constant columns. Reading them counts
 * duplicate keys, which are those equal to the previous row's. Not thread-safe.
 */
public final class SortedRows {
  private final Dataset<Row> rows;
  private final PartitionValues<Long> duplicates;

  private SortedRows(Dataset<Row> rows, PartitionValues<Long> duplicates) {
    this.rows = rows;
    this.duplicates = duplicates;
  }

  /**
   * Sorts rows lazily.
   *
   * @param shuffled rows whose equal keys are in one partition
   * @param first the constant column that Spark should consider the first sort column, before the
   *     keys
   * @param constants a single row of the columns to add
   */
  public static SortedRows of(
      Dataset<Row> shuffled, List<String> keys, String first, Dataset<Row> constants) {
    SparkSession session = (SparkSession) shuffled.sparkSession();
    StructType schema = shuffled.schema();
    StructType added = constants.schema();
    byte[] constant = onlyRow(constants, added);
    KeyOrder order = new KeyOrder(schema, keys);
    PartitionValues<Long> duplicates = PartitionValues.register(session.sparkContext());
    Column[] by = keys.stream().map(ExactNames::column).toArray(Column[]::new);
    FlatMapFunction<Iterator<InternalRow>, InternalRow> complete =
        partition -> completed(partition, schema, added, constant, order, duplicates);
    RDD<InternalRow> rdd =
        ((org.apache.spark.sql.classic.Dataset<Row>) shuffled.sortWithinPartitions(by))
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(complete)
            .rdd();
    return new SortedRows(dataset(session, rdd, schema, added, keys, first), duplicates);
  }

  /** The rows with the constant columns appended. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** The number of duplicate keys; valid after all rows were read. */
  public long duplicates() {
    return duplicates.value().values().stream().mapToLong(Long::longValue).sum();
  }

  private static byte[] onlyRow(Dataset<Row> constants, StructType schema) {
    InternalRow row =
        ((org.apache.spark.sql.classic.Dataset<Row>) constants)
            .queryExecution()
            .executedPlan()
            .executeCollect()[0];
    return UnsafeProjection.create(schema).apply(row).getBytes();
  }

  /** Declares the sort order, which saves Spark another sort before writing. */
  private static Dataset<Row> dataset(
      SparkSession session,
      RDD<InternalRow> rdd,
      StructType schema,
      StructType added,
      List<String> keys,
      String first) {
    List<Attribute> output = new ArrayList<>();
    List<SortOrder> order = new ArrayList<>();
    for (StructField field : Arrays.asList(added.fields())) {
      Attribute attribute = DataTypeUtils.toAttribute(field);
      output.add(attribute);
      if (field.name().equals(first)) {
        order.add(ascending(attribute));
      }
    }
    List<Attribute> own = new ArrayList<>();
    for (StructField field : schema.fields()) {
      own.add(DataTypeUtils.toAttribute(field));
    }
    keys.forEach(key -> order.add(ascending(own.get(schema.fieldIndex(key)))));
    output.addAll(0, own);
    return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(
        session,
        new LogicalRDD(
            ScalaSeqs.of(output),
            rdd,
            new UnknownPartitioning(0),
            ScalaSeqs.of(order),
            false,
            Option.empty(),
            session,
            Option.empty(),
            Option.empty()));
  }

  private static SortOrder ascending(Attribute attribute) {
    return new SortOrder(
        attribute,
        Ascending$.MODULE$,
        Ascending$.MODULE$.defaultNullOrdering(),
        ScalaSeqs.<Expression>of(List.of()));
  }

  private static Iterator<InternalRow> completed(
      Iterator<InternalRow> partition,
      StructType schema,
      StructType added,
      byte[] constant,
      KeyOrder order,
      PartitionValues<Long> duplicates) {
    UnsafeRow constants = new UnsafeRow(added.length());
    constants.pointTo(constant, constant.length);
    UnsafeRowJoiner joiner = GenerateUnsafeRowJoiner.create(schema, added);
    Neighbours neighbours = new Neighbours(order);
    Function<InternalRow, InternalRow> complete =
        row -> {
          neighbours.next(row);
          return joiner.join((UnsafeRow) row, constants);
        };
    return new MappedIterator<>(partition, complete, () -> duplicates.add(neighbours.equal));
  }

  /** Compares each row's key with the previous row's. */
  private static final class Neighbours {
    private final UnsafeProjection even;
    private final UnsafeProjection odd;
    private final Ordering<InternalRow> ordering;
    private boolean isOdd;
    private @Nullable UnsafeRow last;
    private long equal;

    Neighbours(KeyOrder order) {
      even = order.projection();
      odd = order.projection();
      ordering = order.keyOrdering();
    }

    void next(InternalRow row) {
      // Two projections alternate, so that the previous key is not overwritten.
      UnsafeRow key = (isOdd ? odd : even).apply(row);
      isOdd = !isOdd;
      if (last != null && ordering.compare(last, key) == 0) {
        equal++;
      }
      last = key;
    }
  }
}
