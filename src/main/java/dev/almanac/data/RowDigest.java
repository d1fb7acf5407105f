package dev.almanac.data;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** A number that depends on what a row says and on nothing else. */
public final class RowDigest {
  private RowDigest() {}

  /**
   * A 64-bit hash (xxHash64) of all columns, as a BIGINT. Maps and variants, which have no order of
   * their own, are left out, and what is only carried along: that a gate looks at a column must not
   * change how the rows are split.
   */
  public static Column of(StructType schema, long seed) {
    return xxhash64(
        Stream.concat(
                Stream.of(lit(seed)),
                Arrays.stream(schema.fields())
                    .filter(field -> !ModelColumns.isCarried(field.name()))
                    .filter(field -> hashable(field.dataType()))
                    .map(field -> ColumnLookup.named(field.name())))
            .toArray(Column[]::new));
  }

  static boolean hashable(DataType type) {
    return !type.existsRecursively(part -> part instanceof MapType || part instanceof VariantType);
  }
}
