package dev.almanac.data;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.udf;

import dev.almanac.core.RejectReason;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * Finds the first invalid number of a row with many numbers, in one loop. An expression for each
 * number would generate thousands of methods, which the JVM interprets for minutes.
 */
public final class WideRows {
  /** The number of columns from which the loop is used. */
  public static final int WIDE = 100;

  /** Reason: the number is beyond the range of a 32-bit float. */
  public static final String BEYOND_FLOAT = "BEYOND_FLOAT";

  private WideRows() {}

  /**
   * An input number of a model.
   *
   * @param required whether a row without it is invalid
   */
  public record NumberColumn(String column, boolean required) implements Serializable {}

  /**
   * A struct of reason, field and value, all STRING, for the first invalid number; null if there is
   * none.
   *
   * @param fields the names of the struct's three fields
   * @param ofFloats whether a number beyond the range of a float is invalid
   */
  public static Column fault(List<NumberColumn> numbers, List<String> fields, boolean ofFloats) {
    StructType type = new StructType();
    for (String field : fields) {
      type = type.add(field, DataTypes.StringType, true);
    }
    return udf(new FirstFault(List.copyOf(numbers), ofFloats), type)
        .apply(
            array(
                numbers.stream()
                    .map(number -> ExactNames.column(number.column()))
                    .toArray(Column[]::new)));
  }

  /** Checks the numbers of a row. */
  private record FirstFault(List<NumberColumn> numbers, boolean ofFloats)
      implements UDF1<Seq<Double>, @Nullable Row>, Serializable {
    @Override
    public @Nullable Row call(Seq<Double> values) {
      for (int i = 0; i < numbers.size(); i++) {
        String reason = reason(values.apply(i), numbers.get(i).required());
        if (reason != null) {
          Double value = values.apply(i);
          return RowFactory.create(
              reason, numbers.get(i).column(), value == null ? null : value.toString());
        }
      }
      return null;
    }

    private @Nullable String reason(@Nullable Double value, boolean required) {
      if (value == null) {
        return required ? RejectReason.MISSING_VALUE.name() : null;
      }
      if (!Double.isFinite(value)) {
        return RejectReason.NOT_A_NUMBER.name();
      }
      return ofFloats && Math.abs(value) > Float.MAX_VALUE ? BEYOND_FLOAT : null;
    }
  }
}
