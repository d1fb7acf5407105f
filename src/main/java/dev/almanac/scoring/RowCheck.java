package dev.almanac.scoring;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.data.WideRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/**
 * Column expression of the row check: the rows that the signature's policies reject before any
 * engine scores them. Reads the columns that {@link dev.almanac.data.ModelInput} produces: numbers
 * are DOUBLE, categories and texts STRING.
 */
final class RowCheck {
  static final String REASON = "reason";
  static final String FIELD = "field";
  static final String VALUE = "value";

  private RowCheck() {}

  /** STRUCT of reason, field and value for the first field at fault; null if there is none. */
  static Column reject(Signature signature) {
    List<Column> faults = new ArrayList<>();
    List<Field> numbers =
        signature.inputs().stream().filter(field -> field.kind() == Field.Kind.NUMERIC).toList();
    boolean wide = numbers.size() >= WideRows.WIDE;
    if (wide) {
      faults.add(fault(numbers));
    }
    for (Field field : signature.inputs()) {
      if (wide && field.kind() == Field.Kind.NUMERIC) {
        continue;
      }
      Column value = ColumnNames.column(field.name());
      if (field.missing() == MissingPolicy.REJECT) {
        faults.add(when(value.isNull(), fault(RejectReason.MISSING_VALUE, field, value)));
      }
      if (field.kind() == Field.Kind.NUMERIC) {
        Column unusable = isnan(value).or(abs(value).equalTo(lit(Double.POSITIVE_INFINITY)));
        faults.add(when(unusable, fault(RejectReason.NOT_A_NUMBER, field, value)));
      } else if (field.kind() == Field.Kind.TEXT) {
        // The reject value is the length, because the whole text is too large for the rejects
        // table.
        Column length = length(value);
        faults.add(
            when(
                length.gt(lit(Field.LONGEST_TEXT)),
                fault(
                    RejectReason.TEXT_TOO_LONG,
                    field,
                    concat(length.cast(DataTypes.StringType), lit(" characters")))));
      } else if (field.unseen() == UnseenPolicy.REJECT) {
        Column unseen = value.isNotNull().and(value.isInCollection(field.levels()).equalTo(false));
        faults.add(when(unseen, fault(RejectReason.UNSEEN_LEVEL, field, value)));
      }
    }
    faults.add(none());
    return coalesce(faults.toArray(Column[]::new));
  }

  private static Column fault(List<Field> numbers) {
    return WideRows.fault(
        numbers.stream()
            .map(
                field ->
                    new WideRows.NumberColumn(
                        field.name(), field.missing() == MissingPolicy.REJECT))
            .toList(),
        List.of(REASON, FIELD, VALUE),
        false);
  }

  /** The same STRUCT for a fault that occurs while the row is scored. */
  static Column fault(RejectReason reason, Column value) {
    return struct(
        lit(reason.name()).as(REASON),
        lit(null).cast(DataTypes.StringType).as(FIELD),
        value.cast(DataTypes.StringType).as(VALUE));
  }

  /** A valid value for a field of a rejected row, where an engine requires one. */
  static Column neutral(Field field) {
    if (field.kind() == Field.Kind.NUMERIC) {
      return lit(0.0);
    }
    if (field.kind() == Field.Kind.TEXT) {
      return lit("");
    }
    return field.levels().isEmpty() ? lit("") : lit(field.levels().get(0));
  }

  private static Column fault(RejectReason reason, Field field, Column value) {
    return struct(
        lit(reason.name()).as(REASON),
        lit(field.name()).as(FIELD),
        value.cast(DataTypes.StringType).as(VALUE));
  }

  private static Column none() {
    return lit(null)
        .cast(
            DataTypes.createStructType(
                List.of(
                    DataTypes.createStructField(REASON, DataTypes.StringType, true),
                    DataTypes.createStructField(FIELD, DataTypes.StringType, true),
                    DataTypes.createStructField(VALUE, DataTypes.StringType, true))));
  }
}
