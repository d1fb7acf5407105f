package dev.almanac.scoring;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.forecast.ScoreSink;
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
 * Column vectors of the forecast columns of {@link ScoringEngine#score} for a block of rows:
 * forecasts or reject reasons. Reused for each block. Not thread-safe.
 */
final class ForecastVectors implements ScoreSink {
  private static final Map<RejectReason, UTF8String> REASONS = new EnumMap<>(RejectReason.class);

  static {
    for (RejectReason reason : RejectReason.values()) {
      REASONS.put(reason, UTF8String.fromString(reason.name()));
    }
  }

  private static final int[] ALL = {};

  private final TaskType task;
  private final PredictionVector.Texts prediction = new PredictionVector.Texts();
  private final PredictionVector.Numbers number = new PredictionVector.Numbers();
  private final PredictionVector.Numbers probability = new PredictionVector.Numbers();
  private final PredictionVector.ByText probabilities;
  private final PredictionVector.Texts decision = new PredictionVector.Texts();
  private final List<PredictionVector.Texts> reject =
      List.of(
          new PredictionVector.Texts(), new PredictionVector.Texts(), new PredictionVector.Texts());
  private final Labels ownLabels;
  private int rejects = -1;
  private int room;

  /** The labels of the model that currently writes. */
  private Labels labels;

  /** The rows that the current model scores; empty means all rows, in their order. */
  private int[] places = ALL;

  ForecastVectors(Signature signature) {
    this.task = signature.task();
    this.ownLabels = labels(signature, signature);
    this.labels = ownLabels;
    this.probabilities = new PredictionVector.ByText(ownLabels.texts);
  }

  /** The labels of a model. */
  static final class Labels {
    private final UTF8String[] texts;

    /** The index of each label among the labels of the columns. */
    private final int[] slots;

    private Labels(UTF8String[] texts, int[] slots) {
      this.texts = texts;
      this.slots = slots;
    }
  }

  /** The labels of a model that has the same labels as the columns, possibly in another order. */
  static Labels labels(Signature own, Signature columns) {
    return new Labels(
        own.labels().stream().map(UTF8String::fromString).toArray(UTF8String[]::new),
        own.labels().stream().mapToInt(columns.labels()::indexOf).toArray());
  }

  /**
   * Selects the model and rows of the calls that follow, until {@link #clear}.
   *
   * @param rows the target row of each row of the model
   */
  void turnTo(Labels model, int[] rows) {
    labels = model;
    places = rows;
  }

  private int place(int row) {
    return places.length == 0 ? row : places[row];
  }

  /** The names and types of the columns, all of which are nullable. */
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

  @Override
  public void clear(int rows) {
    labels = ownLabels;
    places = ALL;
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

  @Override
  public void number(int row, double value) {
    number.set(place(row), value);
  }

  @Override
  public void prediction(int row, int label) {
    prediction.set(place(row), labels.texts[label]);
  }

  @Override
  public void prediction(int row, String label) {
    prediction.set(place(row), UTF8String.fromString(label));
  }

  @Override
  public void probability(int row, double value) {
    probability.set(place(row), value);
  }

  @Override
  public void probability(int row, int label, double value) {
    probabilities.set(place(row), labels.slots[label], value);
  }

  @Override
  public void decision(int row, int label) {
    decision.set(place(row), labels.texts[label]);
  }

  @Override
  public void decision(int row, String label) {
    decision.set(place(row), UTF8String.fromString(label));
  }

  @Override
  public void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value) {
    rejects++;
    int place = place(row);
    reject.get(0).set(place, REASONS.get(reason));
    reject.get(1).set(place, field == null ? null : UTF8String.fromString(field));
    reject.get(2).set(place, value == null ? null : UTF8String.fromString(value));
  }
}
