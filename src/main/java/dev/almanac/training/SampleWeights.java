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
 * Sample weights and offset of a fit. The weight of a row is the product of a column's number and
 * its label's weight. Only the fit is weighted: means, medians, levels and the holdout's metrics
 * are not, since the holdout represents the rows to be scored.
 */
final class SampleWeights {
  /** DOUBLE: the row's weight; present if the specification has a weight column. */
  static final String WEIGHT = "__weight";

  private SampleWeights() {}

  /** Whether rows have different weights. */
  static boolean used(WeightSpec weights) {
    return weights.column().isPresent() || weights.balanced() || !weights.classes().isEmpty();
  }

  /**
   * Checks the columns of weights and offset.
   *
   * @throws AlmanacException MISSING_COLUMN, or WRONG_TYPE if one is not numeric
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

  /** Adds {@link #WEIGHT} if there is a weight column. */
  static Dataset<Row> read(Dataset<Row> rows, WeightSpec weights) {
    return weights
        .column()
        .map(name -> rows.withColumn(WEIGHT, ExactNames.column(name).cast(DataTypes.DoubleType)))
        .orElse(rows);
  }

  /** Why a row of {@link #read} has no valid weight; null if it has. */
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
   * Rows to fit on, with their weights.
   *
   * @param train rows with the label, and {@link #WEIGHT} if there is a weight column
   * @throws AlmanacException BAD_LABEL if a weight is for a label that does not exist
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

  /** Sets an estimator's weight and offset columns. */
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
