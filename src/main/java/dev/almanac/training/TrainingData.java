package dev.almanac.training;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.RejectReason;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.data.RowDigest;
import dev.almanac.data.Splitter;
import dev.almanac.data.WideRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Prepares a table for training: casts features and label, and adds the split column, a digest of
 * the source row and the reason why a row is dropped.
 */
final class TrainingData {
  /** STRING: why the row is dropped; null if it is not. */
  static final String DROPPED = "__dropped";

  /**
   * BIGINT: a digest of all columns of the source row. It distinguishes rows that differ only in
   * columns that the model does not read, so that order and split of rows depend on their content
   * only.
   */
  static final String ROW = ModelColumns.ROW;

  /** Prefix of Almanac's own columns. */
  static final String INTERNAL_PREFIX = "__";

  private TrainingData() {}

  /**
   * Prepares a table.
   *
   * @param carried further columns, kept unchanged under {@link ModelColumns#carried}
   * @throws AlmanacException CONFIG_INVALID, MISSING_COLUMN, WRONG_TYPE or BAD_LABEL
   */
  static Dataset<Row> of(Dataset<Row> given, TrainSpec spec, List<String> carried) {
    requireUsableNames(spec);
    Dataset<Row> rows = spec.task() == TaskType.CLUSTERING ? unlabelled(given, spec) : given;
    List<String> read = new ArrayList<>(List.of(spec.label()));
    spec.inputs().forEach(input -> read.add(input.name()));
    read.addAll(guides(spec));
    read.addAll(carried);
    ModelInput.requireColumns(rows.schema(), read);
    SampleWeights.requireNumbers(rows.schema(), spec.weights());
    Splitter.check(rows.schema(), spec.split());
    requireLabelType(rows.schema().apply(spec.label()).dataType(), spec);

    List<String> kept = new ArrayList<>(List.of(spec.label()));
    // A split column that is also a feature is kept as cast: it distinguishes rows as well as
    // before.
    guides(spec).stream()
        .filter(name -> !name.equals(spec.label()) && !isInput(spec, name))
        .forEach(kept::add);
    kept.add(ROW);
    List<ModelInput.Column> columns = spec.inputs().stream().map(ModelInput.Column::of).toList();
    Dataset<Row> whole =
        SampleWeights.read(rows, spec.weights()).withColumn(ROW, RowDigest.of(rows.schema(), 0));
    spec.weights().column().ifPresent(name -> kept.add(SampleWeights.WEIGHT));
    for (String name : carried) {
      whole = whole.withColumn(ModelColumns.carried(name), ExactNames.column(name));
      kept.add(ModelColumns.carried(name));
    }
    Dataset<Row> selected = ModelInput.select(whole, columns, kept);
    for (String name : kept) {
      selected = selected.withColumnRenamed(ModelColumns.kept(name), name);
    }
    DataType labelType =
        spec.task().isClassification() ? DataTypes.StringType : DataTypes.DoubleType;
    return selected
        .withColumn(spec.label(), ExactNames.column(spec.label()).cast(labelType))
        .withColumn(DROPPED, dropReason(spec));
  }

  private static boolean isInput(TrainSpec spec, String name) {
    return spec.inputs().stream().anyMatch(input -> input.name().equals(name));
  }

  /** Adds a constant label for clustering, so that all tasks share one code path. */
  private static Dataset<Row> unlabelled(Dataset<Row> rows, TrainSpec spec) {
    return rows.withColumn(spec.label(), lit(0.0));
  }

  /** The rows that are not dropped, without the reason column. */
  static Dataset<Row> used(Dataset<Row> labelled) {
    return labelled.filter(col(DROPPED).isNull()).drop(DROPPED);
  }

  /**
   * The number of dropped rows by reason.
   *
   * @throws AlmanacException EMPTY_DATASET if all rows are dropped
   */
  static Map<String, Long> countDropped(Dataset<Row> labelled, TrainSpec spec) {
    Map<String, Long> dropped = new TreeMap<>();
    long used = 0;
    for (Row row : labelled.groupBy(col(DROPPED)).count().collectAsList()) {
      if (row.isNullAt(0)) {
        used = row.getLong(1);
      } else {
        dropped.put(row.getString(0), row.getLong(1));
      }
    }
    if (used == 0) {
      throw new AlmanacException(
          ErrorCode.EMPTY_DATASET,
          dropped.isEmpty()
              ? "the training table has no rows.\n"
                  + "Look at the job's sources and at the conditions of its query."
              : "no row of the training table can be used: %s.\nFill these columns in the job's query, or let the features have another missing policy than reject. The label is '%s'."
                  .formatted(DropReasons.describe(dropped), spec.label()));
    }
    return dropped;
  }

  private static Column dropReason(TrainSpec spec) {
    List<Column> reasons = new ArrayList<>();
    Column label = ExactNames.column(spec.label());
    reasons.add(when(label.isNull(), lit("MISSING_LABEL " + spec.label())));
    if (spec.task() == TaskType.REGRESSION) {
      reasons.add(when(not(finite(label)), lit(notANumber(spec.label()))));
      if (spec.algorithm().algorithm().isOfFloats()) {
        reasons.add(beyondFloat(spec.label()));
      }
    }
    for (String column : guides(spec)) {
      reasons.add(when(ExactNames.column(column).isNull(), lit(missing(column))));
    }
    reasons.addAll(SampleWeights.dropReasons(spec.weights()));
    boolean ofFloats = spec.algorithm().algorithm().isOfFloats();
    List<FeatureSpec> numbers =
        spec.inputs().stream().filter(FeatureSpec.Numeric.class::isInstance).toList();
    boolean wide = numbers.size() >= WideRows.WIDE;
    if (wide) {
      reasons.add(dropReason(numbers, ofFloats));
    }
    for (FeatureSpec feature : spec.inputs()) {
      if (!wide || !(feature instanceof FeatureSpec.Numeric)) {
        reasons.addAll(dropReasons(feature, ofFloats));
      }
    }
    return coalesce(reasons.toArray(Column[]::new));
  }

  private static Column dropReason(List<FeatureSpec> numbers, boolean ofFloats) {
    Column fault =
        WideRows.fault(
            numbers.stream()
                .map(
                    number ->
                        new WideRows.NumberColumn(
                            number.name(), number.missing() == MissingPolicy.REJECT))
                .toList(),
            List.of("reason", "field", "value"),
            ofFloats);
    return concat(fault.getField("reason"), lit(" "), fault.getField("field"));
  }

  private static List<Column> dropReasons(FeatureSpec feature, boolean ofFloats) {
    List<Column> reasons = new ArrayList<>();
    Column value = ExactNames.column(feature.name());
    if (feature.missing() == MissingPolicy.REJECT) {
      reasons.add(when(value.isNull(), lit(missing(feature.name()))));
    }
    if (feature instanceof FeatureSpec.Numeric) {
      reasons.add(when(not(finite(value)), lit(notANumber(feature.name()))));
      if (ofFloats) {
        reasons.add(beyondFloat(feature.name()));
      }
    }
    if (feature instanceof FeatureSpec.Text) {
      reasons.add(
          when(
              length(value).gt(lit(Field.LONGEST_TEXT)),
              lit(reason(RejectReason.TEXT_TOO_LONG, feature.name()))));
    }
    return reasons;
  }

  /** The columns of split and window, without duplicates. */
  private static Set<String> guides(TrainSpec spec) {
    Set<String> guides = new LinkedHashSet<>();
    Splitter.column(spec.split()).ifPresent(guides::add);
    spec.window().ifPresent(window -> guides.add(window.column()));
    return guides;
  }

  private static Column beyondFloat(String column) {
    return when(
        abs(ExactNames.column(column)).gt(lit((double) Float.MAX_VALUE)),
        lit(beyondFloats(column)));
  }

  private static String missing(String column) {
    return reason(RejectReason.MISSING_VALUE, column);
  }

  private static String notANumber(String column) {
    return reason(RejectReason.NOT_A_NUMBER, column);
  }

  private static String beyondFloats(String column) {
    return WideRows.BEYOND_FLOAT + " " + column;
  }

  private static String reason(RejectReason reason, String column) {
    return reason.name() + " " + column;
  }

  /**
   * Whether a number is finite; null for null. Spark orders NaN above infinity, so the comparison
   * with infinity excludes NaN too.
   */
  static Column finite(Column value) {
    return value.lt(lit(Double.POSITIVE_INFINITY)).and(value.gt(lit(Double.NEGATIVE_INFINITY)));
  }

  private static void requireUsableNames(TrainSpec spec) {
    List<String> names = new ArrayList<>(List.of(spec.label()));
    spec.inputs().forEach(input -> names.add(input.name()));
    names.addAll(guides(spec));
    requireNone(
        names.stream().filter(name -> name.startsWith(INTERNAL_PREFIX)).toList(),
        "names that begin with '__' are Almanac's own");
    List<String> plain = new ArrayList<>(List.of(spec.label()));
    spec.weights().offset().ifPresent(plain::add);
    requireNone(
        plain.stream().filter(name -> !FeatureStages.internal(name).equals(name)).toList(),
        "in the name of a label or an offset, Spark reads a dot, a backtick or a % as something"
            + " else");
  }

  private static void requireNone(List<String> unusable, String why) {
    if (!unusable.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "a model cannot be trained with a column called %s: %s.\nGive the column another name in the job's query."
              .formatted(Text.few(unusable.stream().map(name -> "'" + name + "'").toList()), why));
    }
  }

  private static void requireLabelType(DataType type, TrainSpec spec) {
    Optional<FieldType> family = ModelInput.fieldType(type);
    boolean text = family.equals(Optional.of(FieldType.STRING));
    if (family.isEmpty() || (spec.task() == TaskType.REGRESSION && text)) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "label '%s' is %s, and a %s task forecasts %s.\nChange it in the job's query, or change the task."
              .formatted(
                  spec.label(),
                  type.sql(),
                  spec.task().word(),
                  spec.task() == TaskType.REGRESSION
                      ? "a number"
                      : "a text, a boolean or a number that names the class"));
    }
  }
}
