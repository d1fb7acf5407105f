package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FeatureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the columns a model reads into the two types every engine understands alike: DOUBLE for
 * numbers (whole numbers too: PMML engines refuse an integer above 2^31) and STRING for categories
 * and texts.
 */
public final class ModelInput {
  /** A column and how the model reads it. */
  public record Column(String name, Field.Kind kind) {
    /** The column of a feature in a job file. */
    public static Column of(FeatureSpec feature) {
      Field.Kind kind =
          feature instanceof FeatureSpec.Numeric
              ? Field.Kind.NUMERIC
              : feature instanceof FeatureSpec.Text ? Field.Kind.TEXT : Field.Kind.CATEGORICAL;
      return new Column(feature.name(), kind);
    }

    /** The column of an input in a model's signature. */
    public static Column of(Field field) {
      return new Column(field.name(), field.kind());
    }
  }

  private ModelInput() {}

  /**
   * The columns a model reads, under their own names and cast, then the columns to carry along as
   * they are, each under {@link ModelColumns#kept} of its name. A column may be in both lists.
   *
   * @throws AlmanacException MISSING_COLUMN or WRONG_TYPE, all problems of the kind at once
   */
  public static Dataset<Row> select(
      Dataset<Row> rows, List<Column> columns, List<String> alsoKeep) {
    StructType schema = rows.schema();
    List<String> named = new ArrayList<>(columns.stream().map(Column::name).toList());
    named.addAll(alsoKeep);
    requireColumns(schema, named);
    requireTypes(schema, columns);
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    for (Column column : columns) {
      DataType type =
          column.kind() == Field.Kind.NUMERIC ? DataTypes.DoubleType : DataTypes.StringType;
      selected.add(Columns.named(column.name()).cast(type).as(column.name()));
    }
    for (String kept : alsoKeep) {
      selected.add(Columns.named(kept).as(ModelColumns.kept(kept)));
    }
    return rows.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * Refuses a table of which {@link #select} cannot take these columns.
   *
   * @throws AlmanacException MISSING_COLUMN or WRONG_TYPE, all problems of the kind at once
   */
  public static void require(StructType schema, List<Column> columns) {
    requireColumns(schema, columns.stream().map(Column::name).toList());
    requireTypes(schema, columns);
  }

  /**
   * Refuses a table that a model cannot be fed from: a column that is missing, or whose type is of
   * another family than in training. Whole numbers may stand for fractions and the other way round
   * where the model reads a number; the type of a category must be the same, since {@code 7} and
   * {@code "007"} are different levels.
   *
   * @throws AlmanacException SCHEMA_MISMATCH with all differences at once
   */
  public static void check(Dataset<Row> rows, List<Field> inputs) {
    StructType schema = rows.schema();
    List<String> present = Arrays.asList(schema.fieldNames());
    List<String> problems = new ArrayList<>();
    for (Field input : inputs) {
      Optional<StructField> found = Columns.find(schema, input.name());
      if (found.isEmpty()) {
        problems.add(
            "column '%s' (%s) is missing%s"
                .formatted(
                    input.name(), input.type().word(), Text.didYouMean(input.name(), present)));
        continue;
      }
      DataType actual = found.get().dataType();
      if (!fieldType(actual).filter(type -> fits(input, type)).isPresent()) {
        problems.add(
            "column '%s' is %s, the model was trained on %s"
                .formatted(input.name(), actual.sql(), input.type().word()));
      }
    }
    if (!problems.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "the table does not have what the model needs: %s.\nThe table has: %s.\nGive the columns these names and types in the job's query, or train the model again on this table."
              .formatted(String.join("; ", problems), Columns.list(schema)));
    }
  }

  /** The family a Spark type belongs to; empty for a type no model can read. */
  public static Optional<FieldType> fieldType(DataType type) {
    if (type instanceof StringType) {
      return Optional.of(FieldType.STRING);
    }
    if (type instanceof BooleanType) {
      return Optional.of(FieldType.BOOLEAN);
    }
    if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType) {
      return Optional.of(FieldType.INTEGER);
    }
    if (type instanceof FloatType || type instanceof DoubleType || type instanceof DecimalType) {
      return Optional.of(FieldType.DOUBLE);
    }
    return Optional.empty();
  }

  /**
   * Refuses a table that lacks a column.
   *
   * @throws AlmanacException MISSING_COLUMN with all that lack, what there is and the nearest name
   */
  public static void requireColumns(StructType schema, List<String> names) {
    List<String> present = Arrays.asList(schema.fieldNames());
    List<String> missing =
        names.stream()
            .distinct()
            .filter(name -> Columns.find(schema, name).isEmpty())
            .map(name -> "'" + Text.printable(name) + "'" + Text.didYouMean(name, present))
            .toList();
    if (!missing.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.MISSING_COLUMN,
          "the table has no column %s.\nIt has: %s.\nNames are matched exactly, capitals included; add the column in the job's query or correct the name."
              .formatted(String.join(", ", missing), Columns.list(schema)));
    }
  }

  private static void requireTypes(StructType schema, List<Column> columns) {
    List<String> problems = new ArrayList<>();
    for (Column column : columns) {
      DataType type = schema.apply(column.name()).dataType();
      advice(column, type)
          .ifPresent(
              advice ->
                  problems.add(
                      "column '%s' is %s and cannot be a %s feature: %s"
                          .formatted(
                              column.name(),
                              type.sql(),
                              column.kind().name().toLowerCase(Locale.ROOT),
                              advice)));
    }
    if (!problems.isEmpty()) {
      throw new AlmanacException(ErrorCode.WRONG_TYPE, String.join(".\n", problems) + ".");
    }
  }

  /** What to do about a column whose type the model cannot read as its kind asks. */
  private static Optional<String> advice(Column column, DataType type) {
    Optional<FieldType> family = fieldType(type);
    if (family.isEmpty()) {
      return Optional.of(
          type.equals(DataTypes.DateType)
                  || type.equals(DataTypes.TimestampType)
                  || type.equals(DataTypes.TimestampNTZType)
              ? "take its parts in the job's query, such as hour(%1$s) or dayofweek(%1$s)"
                  .formatted(column.name())
              : "take the numbers or text out of it in the job's query");
    }
    if (column.kind() == Field.Kind.NUMERIC && family.get() == FieldType.STRING) {
      return Optional.of(
          "make it categorical, or turn it into a number in the job's query with try_cast(%s as double)"
              .formatted(column.name()));
    }
    if (column.kind() == Field.Kind.CATEGORICAL && family.get() == FieldType.DOUBLE) {
      return Optional.of(
          "a fraction has no one spelling; make it numeric, or spell it in the job's query with cast(%s as string)"
              .formatted(column.name()));
    }
    if (column.kind() == Field.Kind.TEXT && family.get() != FieldType.STRING) {
      return Optional.of(
          "it has no words; make it %s"
              .formatted(family.get() == FieldType.BOOLEAN ? "categorical" : "numeric"));
    }
    return Optional.empty();
  }

  private static boolean fits(Field input, FieldType actual) {
    if (actual == input.type()) {
      return true;
    }
    return input.kind() == Field.Kind.NUMERIC && isNumber(actual) && isNumber(input.type());
  }

  private static boolean isNumber(FieldType type) {
    return type == FieldType.INTEGER || type == FieldType.DOUBLE;
  }
}
