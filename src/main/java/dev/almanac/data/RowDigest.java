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

/** Digest of a row's content. */
public final class RowDigest {
  private RowDigest() {}

  /**
   * A 64-bit hash (xxHash64) of the columns, as a BIGINT. Maps and variants are excluded, since
   * they are not ordered, and so are carried columns, since a column that only the gate reads must
   * not change the split.
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
