package dev.almanac.scoring;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The columns that scoring adds, as {@link ScoringEngine#score} says, for some rows: forecasts or
 * the reason why there is none. For one thread, used again for other rows.
 */
final class ForecastVectors {
  private static final Map<RejectReason, UTF8String> REASONS = new EnumMap<>(RejectReason.class);

  static {
    for (RejectReason reason : RejectReason.values()) {
      REASONS.put(reason, UTF8String.fromString(reason.name()));
    }
  }

  private final TaskType task;
  private final UTF8String[] labels;
  private final AnswerVector.Texts prediction = new AnswerVector.Texts();
  private final AnswerVector.Numbers number = new AnswerVector.Numbers();
  private final AnswerVector.Numbers probability = new AnswerVector.Numbers();
  private final AnswerVector.ByText probabilities;
  private final AnswerVector.Texts decision = new AnswerVector.Texts();
  private final List<AnswerVector.Texts> reject =
      List.of(new AnswerVector.Texts(), new AnswerVector.Texts(), new AnswerVector.Texts());
  private int rejects = -1;
  private int room;

  ForecastVectors(Signature signature) {
    this.task = signature.task();
    this.labels =
        signature.labels().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    this.probabilities = new AnswerVector.ByText(labels);
  }

  /** What the columns are called and what they hold; all may be null. */
  static StructType schema(TaskType task) {
    List<StructField> fields = new ArrayList<>();
    switch (task) {
      case REGRESSION -> fields.add(nullable(ForecastColumns.PREDICTION, DataTypes.DoubleType));
      case CLUSTERING -> fields.add(nullable(ForecastColumns.PREDICTION, DataTypes.StringType));
      case BINARY, MULTICLASS -> {
        fields.add(nullable(ForecastColumns.PREDICTION, DataTypes.StringType));
        fields.add(nullable(ForecastColumns.PROBABILITY, DataTypes.DoubleType));
        if (task == TaskType.MULTICLASS) {
          fields.add(
              nullable(
                  ForecastColumns.PROBABILITIES,
                  DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false)));
        }
        fields.add(nullable(ForecastColumns.DECISION, DataTypes.StringType));
      }
    }
    fields.add(nullable(ForecastColumns.REJECT_REASON, DataTypes.StringType));
    fields.add(nullable(ForecastColumns.REJECT_FIELD, DataTypes.StringType));
    fields.add(nullable(ForecastColumns.REJECT_VALUE, DataTypes.StringType));
    return DataTypes.createStructType(fields);
  }

  private static StructField nullable(String name, org.apache.spark.sql.types.DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** The columns in the order of {@link #schema}. */
  List<ColumnVector> columns() {
    List<ColumnVector> columns = new ArrayList<>();
    switch (task) {
      case REGRESSION -> columns.add(number);
      case CLUSTERING -> columns.add(prediction);
      case BINARY -> columns.addAll(List.of(prediction, probability, decision));
      case MULTICLASS -> columns.addAll(List.of(prediction, probability, probabilities, decision));
    }
    columns.addAll(reject);
    return columns;
  }

  /** Makes room for so many rows, which have neither forecasts nor reasons yet. */
  void clear(int rows) {
    switch (task) {
      case REGRESSION -> number.clear(rows);
      case CLUSTERING -> prediction.clear(rows);
      case BINARY, MULTICLASS -> {
        prediction.clear(rows);
        probability.clear(rows);
        decision.clear(rows);
        if (task == TaskType.MULTICLASS) {
          probabilities.clear(rows);
        }
      }
    }
    if (rejects != 0 || rows > room) {
      reject.forEach(column -> column.clear(rows));
      rejects = 0;
      room = rows;
    }
  }

  void number(int row, double value) {
    number.set(row, value);
  }

  /** A label by its index, or another one that the document came up with. */
  void prediction(int row, int label) {
    prediction.set(row, labels[label]);
  }

  void prediction(int row, String label) {
    prediction.set(row, UTF8String.fromString(label));
  }

  void probability(int row, double value) {
    probability.set(row, value);
  }

  void probability(int row, int label, double value) {
    probabilities.set(row, label, value);
  }

  void decision(int row, int label) {
    decision.set(row, labels[label]);
  }

  void decision(int row, String label) {
    decision.set(row, UTF8String.fromString(label));
  }

  void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value) {
    rejects++;
    reject.get(0).set(row, REASONS.get(reason));
    reject.get(1).set(row, field == null ? null : UTF8String.fromString(field));
    reject.get(2).set(row, value == null ? null : UTF8String.fromString(value));
  }
}
