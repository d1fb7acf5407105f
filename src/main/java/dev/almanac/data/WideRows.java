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
 * Why a row of many numbers cannot be used, found in one loop over them. As an expression for each
 * number it would be thousands of generated methods, which a JVM interprets for minutes.
 */
public final class WideRows {
  /** From so many numbers on the loop is taken. */
  public static final int WIDE = 100;

  /** The number is beyond what a float of 32 bits can be. */
  public static final String BEYOND_FLOAT = "BEYOND_FLOAT";

  private WideRows() {}

  /**
   * A number that a model reads.
   *
   * @param required whether a row without it cannot be used
   */
  public record NumberColumn(String column, boolean required) implements Serializable {}

  /**
   * A struct of reason, field and value, all STRING, for the first number at fault; null if none
   * is.
   *
   * @param fields the names of the struct's three fields
   * @param ofFloats whether a number beyond a float is at fault
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

  /** Looks through the numbers of a row. */
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
