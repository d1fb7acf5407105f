package dev.almanac.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.FieldType;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Text;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What rows count while a model is fitted, a column's number times that of the row's label as one
 * column, and what is known of their forecast beforehand. Nothing but the fit is weighted: means,
 * medians and levels are learnt of the rows as they are, and the holdout is judged so, since it
 * stands for the rows that are to be scored.
 */
final class SampleWeights {
  /** DOUBLE: what a row counts; there if the specification weighs rows by a column. */
  static final String WEIGHT = "__weight";

  private SampleWeights() {}

  /** Whether rows count differently. */
  static boolean used(WeightSpec weights) {
    return weights.column().isPresent() || weights.balanced() || !weights.classes().isEmpty();
  }

  /**
   * Refuses columns of weights and offsets that cannot be what they are for.
   *
   * @throws AlmanacException MISSING_COLUMN, or WRONG_TYPE if one is no number
   */
  static void requireNumbers(StructType schema, WeightSpec weights) {
    weights.column().ifPresent(name -> requireNumber(schema, name, "weight", "a weight"));
    weights.offset().ifPresent(name -> requireNumber(schema, name, "offset", "an offset"));
  }

  private static void requireNumber(StructType schema, String name, String what, String one) {
    ModelInput.requireColumns(schema, List.of(name));
    DataType type = schema.apply(name).dataType();
    Optional<FieldType> family = ModelInput.fieldType(type);
    if (!family.equals(Optional.of(FieldType.INTEGER))
        && !family.equals(Optional.of(FieldType.DOUBLE))) {
      throw new AlmanacException(
          ErrorCode.WRONG_TYPE,
          "the %s column '%s' is %s, and %s is a number.\nCast it in the job's query."
              .formatted(what, name, type.sql(), one));
    }
  }

  /** A table with {@link #WEIGHT}, if a column weighs its rows. */
  static Dataset<Row> read(Dataset<Row> rows, WeightSpec weights) {
    return weights
        .column()
        .map(name -> rows.withColumn(WEIGHT, ExactNames.column(name).cast(DataTypes.DoubleType)))
        .orElse(rows);
  }

  /** Why a row of {@link #read} cannot be weighed; null if it can. */
  static List<Column> dropReasons(WeightSpec weights) {
    List<Column> reasons = new ArrayList<>();
    weights
        .column()
        .ifPresent(
            name -> {
              Column weight = col(WEIGHT);
              reasons.add(when(weight.isNull(), lit(RejectReason.MISSING_VALUE + " " + name)));
              reasons.add(
                  when(
                      not(TrainingData.finite(weight)),
                      lit(RejectReason.NOT_A_NUMBER + " " + name)));
              reasons.add(when(weight.leq(lit(0)), lit("WEIGHT_NOT_ABOVE_0 " + name)));
            });
    return reasons;
  }

  /**
   * Rows to be fitted, with what they count.
   *
   * @param train rows with the label, and {@link #WEIGHT} if a column weighs them
   * @throws AlmanacException BAD_LABEL if a label that is weighed is none
   */
  static Dataset<Row> weigh(
      Dataset<Row> train, WeightSpec weights, String label, List<String> labels) {
    Map<String, Double> byLabel =
        weights.balanced() ? balanced(train, label) : named(weights.classes(), labels);
    if (byLabel.isEmpty()) {
      return train;
    }
    Column weight = weights.column().isPresent() ? col(WEIGHT) : lit(1.0);
    Column ofLabel = lit(1.0);
    for (Map.Entry<String, Double> entry : byLabel.entrySet()) {
      ofLabel =
          when(ExactNames.column(label).equalTo(lit(entry.getKey())), lit(entry.getValue()))
              .otherwise(ofLabel);
    }
    return train.withColumn(WEIGHT, weight.multiply(ofLabel));
  }

  /** Tells an estimator where to look. */
  static void set(Estimator<?> estimator, WeightSpec weights) {
    if (used(weights)) {
      estimator.set(estimator.getParam("weightCol"), WEIGHT);
    }
    weights.offset().ifPresent(offset -> estimator.set(estimator.getParam("offsetCol"), offset));
  }

  private static Map<String, Double> balanced(Dataset<Row> train, String label) {
    List<Row> counts = train.groupBy(ExactNames.column(label)).count().collectAsList();
    long rows = counts.stream().mapToLong(row -> row.getLong(1)).sum();
    Map<String, Double> weights = new TreeMap<>();
    counts.forEach(
        row -> weights.put(row.getString(0), rows / ((double) counts.size() * row.getLong(1))));
    return weights;
  }

  private static Map<String, Double> named(Map<String, Double> classes, List<String> labels) {
    for (String named : classes.keySet()) {
      if (!labels.contains(named)) {
        throw new AlmanacException(
            ErrorCode.BAD_LABEL,
            "train.weights.classes weighs the label '%s', and the labels are %s.\nWrite them as they are there."
                .formatted(
                    Text.printable(named),
                    String.join(
                        ", ", labels.stream().map(l -> "'" + Text.printable(l) + "'").toList())));
      }
    }
    return classes;
  }
}
