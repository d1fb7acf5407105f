package dev.almanac.shuffle;

import dev.almanac.data.ScalaSeqs;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RowOrdering$;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.math.Ordering;

/** The key columns of rows, and the order in which Spark sorts them. Immutable. */
public final class KeyOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] ordinals;
  private final DataType[] types;

  /** The order of some columns, each of which the schema has. */
  public KeyOrder(StructType schema, List<String> keys) {
    this.ordinals = keys.stream().mapToInt(schema::fieldIndex).toArray();
    this.types =
        Arrays.stream(ordinals)
            .mapToObj(ordinal -> schema.apply(ordinal).dataType())
            .toArray(DataType[]::new);
  }

  /** Makes the key of a row. What it makes is good until the next one. For one thread. */
  public UnsafeProjection projection() {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < ordinals.length; i++) {
      columns.add(new BoundReference(ordinals[i], types[i], true));
    }
    return UnsafeProjection.create(ScalaSeqs.<Expression>of(columns));
  }

  /** Whether a column of the key of a row is null. */
  public boolean hasNull(InternalRow row) {
    for (int ordinal : ordinals) {
      if (row.isNullAt(ordinal)) {
        return true;
      }
    }
    return false;
  }

  /** Compares rows that {@link #projection} made. For one thread. */
  Ordering<InternalRow> keyOrdering() {
    return RowOrdering$.MODULE$.createNaturalAscendingOrdering(ScalaSeqs.of(List.of(types)));
  }
}
