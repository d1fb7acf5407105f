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

/** Key columns of rows, and Spark's sort order on them. Immutable. */
public final class KeyOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] ordinals;
  private final DataType[] types;

  /** Creates the order of the given columns, which the schema must have. */
  public KeyOrder(StructType schema, List<String> keys) {
    this.ordinals = keys.stream().mapToInt(schema::fieldIndex).toArray();
    this.types =
        Arrays.stream(ordinals)
            .mapToObj(ordinal -> schema.apply(ordinal).dataType())
            .toArray(DataType[]::new);
  }

  /** A projection of rows to their keys. It reuses its result for the next row. Not thread-safe. */
  public UnsafeProjection projection() {
    List<Expression> columns = new ArrayList<>();
    for (int i = 0; i < ordinals.length; i++) {
      columns.add(new BoundReference(ordinals[i], types[i], true));
    }
    return UnsafeProjection.create(ScalaSeqs.<Expression>of(columns));
  }

  /** Whether a key column of the row is null. */
  public boolean hasNull(InternalRow row) {
    for (int ordinal : ordinals) {
      if (row.isNullAt(ordinal)) {
        return true;
      }
    }
    return false;
  }

  /** Compares the results of {@link #projection}. Not thread-safe. */
  Ordering<InternalRow> keyOrdering() {
    return RowOrdering$.MODULE$.createNaturalAscendingOrdering(ScalaSeqs.of(List.of(types)));
  }
}
