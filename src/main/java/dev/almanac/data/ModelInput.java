package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FeatureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.apache.spark.sql.types.StructType;

/**
 * Casts a model's input columns to the two types that all engines treat alike: DOUBLE for numbers
 * (including whole numbers, since PMML engines refuse integers above 2^31) and STRING for
 * categories and texts.
 */
public final class ModelInput {
  /** A column and how the model reads it. */
  public record Column(String name, Field.Kind kind) {
    /** The column of a job file's feature. */
    public static Column of(FeatureSpec feature) {
      Field.Kind kind =
          feature instanceof FeatureSpec.Numeric
              ? Field.Kind.NUMERIC
              : feature instanceof FeatureSpec.Text ? Field.Kind.TEXT : Field.Kind.CATEGORICAL;
      return new Column(feature.name(), kind);
    }

    /** The column of a signature's input. */
    public static Column of(Field field) {
      return new Column(field.name(), field.kind());
    }
  }

  private static final int MOST_HINTS = 8;

  private ModelInput() {}

  /**
   * The model's input columns, cast and under their own names, then the columns to keep unchanged,
   * each under {@link ModelColumns#kept} of its name. A column may be in both lists.
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
      selected.add(ColumnLookup.named(column.name()).cast(type).as(column.name()));
    }
    for (String kept : alsoKeep) {
      selected.add(ColumnLookup.named(kept).as(ModelColumns.kept(kept)));
    }
    return rows.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * Checks that {@link #select} can take these columns from a table.
   *
   * @throws AlmanacException MISSING_COLUMN or WRONG_TYPE, all problems of the kind at once
   */
  public static void require(StructType schema, List<Column> columns) {
    requireColumns(schema, columns.stream().map(Column::name).toList());
    requireTypes(schema, columns);
  }

  /**
   * Checks a table against a model's inputs: all columns exist, and their types belong to the
   * families of training. For numeric fields, whole numbers and fractions are interchangeable. The
   * type of a category must be the same, since {@code 7} and {@code "007"} are different levels.
   *
   * @throws AlmanacException SCHEMA_MISMATCH with all differences at once
   */
  public static void check(Dataset<Row> rows, List<Field> inputs) {
    StructType schema = rows.schema();
    List<String> present = Arrays.asList(schema.fieldNames());
    Set<String> known = new HashSet<>(present);
    Map<String, List<String>> byCause = new LinkedHashMap<>();
    for (Field input : inputs) {
      if (!known.contains(input.name())) {
        byCause
            .computeIfAbsent(
                " (%s) is missing".formatted(input.type().word()), c -> new ArrayList<>())
            .add(input.name());
        continue;
      }
      DataType actual = schema.apply(input.name()).dataType();
      if (!fieldType(actual).filter(type -> fits(input, type)).isPresent()) {
        byCause
            .computeIfAbsent(
                " is %s, the model was trained on %s".formatted(actual.sql(), input.type().word()),
                c -> new ArrayList<>())
            .add(input.name());
      }
    }
    if (!byCause.isEmpty()) {
      List<String> problems = new ArrayList<>();
      byCause.forEach((cause, columns) -> problems.add(differing(cause, columns, present)));
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "the table does not have what the model needs: %s.\nThe table has: %s.\nGive the columns these names and types in the job's query, or train the model again on this table."
              .formatted(String.join("; ", problems), ColumnLookup.list(schema)));
    }
  }

  private static String differing(String cause, List<String> columns, List<String> present) {
    return columns.size() == 1
        ? "column '%s'%s%s"
            .formatted(
                columns.get(0),
                cause,
                present.contains(columns.get(0)) ? "" : Text.didYouMean(columns.get(0), present))
        : "%s columns%s: %s"
            .formatted(
                Text.grouped(columns.size()),
                cause.replaceFirst(" is ", " are "),
                listed(columns, present));
  }

  /** The family of a Spark type; empty for a type that no model can read. */
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
   * Checks that a table has columns.
   *
   * @throws AlmanacException MISSING_COLUMN with all missing ones, the existing ones and the
   *     nearest name
   */
  public static void requireColumns(StructType schema, List<String> names) {
    List<String> present = Arrays.asList(schema.fieldNames());
    Set<String> known = new HashSet<>(present);
    List<String> missing = names.stream().distinct().filter(name -> !known.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.MISSING_COLUMN,
          "the table has no column %s.\nIt has: %s.\nNames are matched exactly, capitals included; add the column in the job's query or correct the name."
              .formatted(listed(missing, present), ColumnLookup.list(schema)));
    }
  }

  /** The columns as {@code name type, …}, shortened to the first ones if there are many. */
  public static String described(StructType schema) {
    return ColumnLookup.list(schema);
  }

  private static void requireTypes(StructType schema, List<Column> columns) {
    // One line for each cause, however many columns share it.
    Map<String, List<Column>> byCause = new LinkedHashMap<>();
    for (Column column : columns) {
      DataType type = schema.apply(column.name()).dataType();
      if (advice(column, type).isPresent()) {
        byCause.computeIfAbsent(type.sql() + column.kind(), cause -> new ArrayList<>()).add(column);
      }
    }
    if (!byCause.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          byCause.values().stream()
              .map(alike -> wrongType(alike, schema))
              .collect(Collectors.joining(".\n", "", ".")));
    }
  }

  private static String wrongType(List<Column> alike, StructType schema) {
    Column first = alike.get(0);
    DataType type = schema.apply(first.name()).dataType();
    String kind = first.kind().name().toLowerCase(Locale.ROOT);
    String advice = advice(first, type).orElseThrow();
    return alike.size() == 1
        ? "column '%s' is %s and cannot be a %s feature: %s"
            .formatted(first.name(), type.sql(), kind, advice)
        : "%s columns are %s and cannot be %s features (%s): %s"
            .formatted(
                Text.grouped(alike.size()),
                type.sql(),
                kind,
                Text.few(alike.stream().map(Column::name).toList()),
                advice);
  }

  /** Advice on a column whose type does not suit its kind. */
  private static Optional<String> advice(Column column, DataType type) {
    Optional<FieldType> family = fieldType(type);
    String sql = ExactNames.inQuery(column.name());
    if (family.isEmpty()) {
      return Optional.of(
          type.equals(DataTypes.DateType)
              ? "take its parts in the job's query, such as month(%1$s) or dayofweek(%1$s)"
                  .formatted(sql)
              : type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)
                  ? "take its parts in the job's query, such as hour(%1$s) or dayofweek(%1$s)"
                      .formatted(sql)
                  : "take the numbers or text out of it in the job's query");
    }
    if (column.kind() == Field.Kind.NUMERIC && family.get() == FieldType.STRING) {
      return Optional.of(
          "make it categorical, or turn it into a number in the job's query with try_cast(%s as double)"
              .formatted(sql));
    }
    if (column.kind() == Field.Kind.CATEGORICAL && family.get() == FieldType.DOUBLE) {
      return Optional.of(
          "a fraction has no one spelling; make it numeric, or spell it in the job's query with cast(%s as string)"
              .formatted(sql));
    }
    if (column.kind() == Field.Kind.TEXT && family.get() != FieldType.STRING) {
      return Optional.of(
          "it has no words; make it %s"
              .formatted(family.get() == FieldType.BOOLEAN ? "categorical" : "numeric"));
    }
    return Optional.empty();
  }

  /** The missing names with suggestions, shortened to the first ones if there are many. */
  private static String listed(List<String> missing, List<String> present) {
    return missing.size() > MOST_HINTS
        ? Text.few(missing)
        : missing.stream()
            .map(name -> "'" + Text.printable(name) + "'" + Text.didYouMean(name, present))
            .collect(Collectors.joining(", "));
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
