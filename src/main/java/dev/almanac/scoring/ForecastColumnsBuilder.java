package dev.almanac.scoring;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.ProbabilityRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * The steps before and after an engine's own work, the same for all engines: casts rows to the
 * model's types, checks them, and turns raw answers into forecasts or rejects.
 */
final class ForecastColumnsBuilder {
  /** STRUCT of {@link RowCheck}, null on rows that the engine scores. */
  static final String REJECT = "_reject";

  /** STRING: the label that the model chose; classification. */
  static final String LABEL = "_label";

  /** DOUBLE: the number that the model returned; regression. */
  static final String NUMBER = "_number";

  /** ARRAY of DOUBLE in the order of the signature's labels; classification. */
  static final String PROBABILITIES = "_probabilities";

  /** STRING: why the engine refused the row, or null. */
  static final String REFUSED = "_refused";

  private ForecastColumnsBuilder() {}

  /**
   * The model's inputs under their names, all original columns under reserved names, and {@link
   * #REJECT}.
   */
  static Dataset<Row> prepare(Dataset<Row> rows, Signature signature) {
    requireFreeNames(rows);
    return ModelInput.select(rows, inputs(signature), List.of(rows.columns()))
        .withColumn(REJECT, RowCheck.reject(signature));
  }

  /**
   * Rejects the same schemas as {@link #prepare}, without building a plan; used where many models
   * check one table.
   */
  static void check(Dataset<Row> rows, Signature signature) {
    requireFreeNames(rows);
    ModelInput.require(rows.schema(), inputs(signature));
  }

  private static List<ModelInput.Column> inputs(Signature signature) {
    return signature.inputs().stream().map(ModelInput.Column::of).toList();
  }

  private static void requireFreeNames(Dataset<Row> rows) {
    List<String> taken =
        Arrays.stream(rows.columns())
            .filter(name -> ForecastColumns.ADDED.contains(name.toLowerCase(Locale.ROOT)))
            .map(Text::printable)
            .toList();
    if (!taken.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.SCHEMA_MISMATCH,
          "the rows to be scored have columns called %s, which are the names of what scoring adds.\nGive them other names in the job's query."
              .formatted(String.join(", ", taken)));
    }
  }

  /**
   * Turns raw answers into the columns of {@link ScoringEngine#score}.
   *
   * @param answered has the original columns under reserved names, {@link #REJECT}, {@link
   *     #REFUSED} and the raw answer of the task
   * @param columns the names of the original columns
   */
  static Dataset<Row> finish(
      Dataset<Row> answered, String[] columns, Signature signature, DecisionSpec decision) {
    Column reject = ColumnNames.column(REJECT);
    Column refused = ColumnNames.column(REFUSED);
    Column judged =
        when(reject.isNotNull(), reject)
            .when(refused.isNotNull(), RowCheck.fault(RejectReason.ENGINE_REFUSED, refused))
            .when(
                noForecast(signature),
                RowCheck.fault(RejectReason.NO_FORECAST, wrongNumber(signature)));
    Dataset<Row> rows = answered.withColumn(REJECT, judged);
    List<Column> selected = new ArrayList<>();
    for (String column : columns) {
      selected.add(ColumnNames.column(ModelColumns.kept(column)).as(column));
    }
    selected.addAll(forecast(signature, decision));
    selected.add(reject.getField(RowCheck.REASON).as(ForecastColumns.REJECT_REASON));
    selected.add(reject.getField(RowCheck.FIELD).as(ForecastColumns.REJECT_FIELD));
    selected.add(reject.getField(RowCheck.VALUE).as(ForecastColumns.REJECT_VALUE));
    return rows.select(selected.toArray(Column[]::new));
  }

  private static Column noForecast(Signature signature) {
    if (signature.task() == TaskType.CLUSTERING) {
      return ColumnNames.column(LABEL).isNull();
    }
    Column answer =
        signature.task() == TaskType.REGRESSION
            ? ColumnNames.column(NUMBER)
            : when(ColumnNames.column(LABEL).isNotNull(), ColumnNames.column(PROBABILITIES));
    return answer.isNull().or(wrongNumber(signature).isNotNull());
  }

  /** The problem with the numbers of the answer; null if there is none. */
  private static Column wrongNumber(Signature signature) {
    Column none = lit(null).cast(DataTypes.StringType);
    if (signature.task() == TaskType.CLUSTERING) {
      return none;
    }
    if (signature.task() == TaskType.REGRESSION) {
      Column number = ColumnNames.column(NUMBER);
      Column infinite = abs(number).equalTo(lit(Double.POSITIVE_INFINITY));
      return when(isnan(number).or(infinite), number.cast(DataTypes.StringType)).otherwise(none);
    }
    Column probabilities = ColumnNames.column(PROBABILITIES);
    // The maximum of an array is NaN if it contains one, which is checked below.
    Column found =
        when(
                array_min(probabilities).lt(lit(-ProbabilityRange.ROUNDING)),
                lit(ProbabilityRange.BELOW))
            .when(
                array_max(probabilities).gt(lit(1 + ProbabilityRange.ROUNDING)),
                lit(ProbabilityRange.ABOVE))
            .otherwise(none);
    for (double number :
        new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN}) {
      found =
          when(array_contains(probabilities, lit(number)), lit(String.valueOf(number)))
              .otherwise(found);
    }
    return found;
  }

  private static List<Column> forecast(Signature signature, DecisionSpec decision) {
    Column scored = ColumnNames.column(REJECT).isNull();
    Column label = ColumnNames.column(LABEL);
    Column probabilities = ColumnNames.column(PROBABILITIES);
    return switch (signature.task()) {
      case REGRESSION ->
          List.of(when(scored, ColumnNames.column(NUMBER)).as(ForecastColumns.PREDICTION));
      case CLUSTERING -> List.of(when(scored, label).as(ForecastColumns.PREDICTION));
      case BINARY -> {
        int index = signature.positiveIndex();
        Column probability = element_at(probabilities, lit(index + 1));
        Column decided =
            decision.isPlain()
                ? when(probability.geq(lit(decision.threshold())), lit(signature.positive()))
                    .otherwise(lit(signature.labels().get(1 - index)))
                : decided(probabilities, signature, decision);
        yield List.of(
            when(scored, label).as(ForecastColumns.PREDICTION),
            when(scored, probability).as(ForecastColumns.PROBABILITY),
            when(scored, decided).as(ForecastColumns.DECISION));
      }
      case MULTICLASS -> {
        Column byLabel = map_from_arrays(labels(signature), probabilities);
        yield List.of(
            when(scored, label).as(ForecastColumns.PREDICTION),
            when(scored, element_at(byLabel, label)).as(ForecastColumns.PROBABILITY),
            when(scored, byLabel).as(ForecastColumns.PROBABILITIES),
            when(scored, decision.isPlain() ? label : decided(probabilities, signature, decision))
                .as(ForecastColumns.DECISION));
      }
    };
  }

  /** The decision: the label to act on, or null where the decision abstains. */
  private static Column decided(Column probabilities, Signature signature, DecisionSpec decision) {
    Decider decider = Decider.of(signature, decision);
    UDF1<Seq<Double>, @Nullable String> decide =
        found -> {
          double[] values = new double[found.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = found.apply(i);
          }
          return decider.label(values).orElse(null);
        };
    return when(probabilities.isNotNull(), udf(decide, DataTypes.StringType).apply(probabilities));
  }

  /** STRING: the message for a number that is larger than a float can hold, or null. */
  static Column beyondFloat(Signature signature) {
    List<Column> reasons = new ArrayList<>(List.of(lit(null).cast(DataTypes.StringType)));
    for (Field input : signature.inputs()) {
      if (input.kind() == Field.Kind.NUMERIC) {
        Column beyond = abs(ColumnNames.column(input.name())).gt(lit((double) Float.MAX_VALUE));
        reasons.add(when(beyond, lit(BlockScorer.beyondFloat(input.name()))));
      }
    }
    return coalesce(reasons.toArray(Column[]::new));
  }

  /** The signature's labels as an ARRAY. */
  static Column labels(Signature signature) {
    return array(signature.labels().stream().map(label -> lit(label)).toArray(Column[]::new));
  }
}
