package dev.almanac.service;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.forecast.Told;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is said about records, as answers tell it. For one thread. */
final class AnswerList implements Told {
  private final Signature signature;
  private One[] all = new One[0];
  private int rejects;

  /** What is said of one record. */
  private static final class One {
    private @Nullable Object prediction;
    private @Nullable Double probability;
    private @Nullable Map<String, Double> probabilities;
    private @Nullable String decision;
    private @Nullable Map<String, Object> reject;
  }

  AnswerList(Signature signature) {
    this.signature = signature;
  }

  /** How many records have no forecast. */
  int rejects() {
    return rejects;
  }

  /** The forecast of a record, or why there is none. */
  Map<String, Object> result(int row) {
    One one = all[row];
    if (one.reject != null) {
      return new LinkedHashMap<>(Map.of("reject", one.reject));
    }
    Map<String, @Nullable Object> forecast = new LinkedHashMap<>();
    forecast.put(ForecastColumns.PREDICTION, one.prediction);
    if (signature.task().isClassification()) {
      forecast.put(ForecastColumns.PROBABILITY, one.probability);
      if (signature.task() == TaskType.MULTICLASS) {
        forecast.put(ForecastColumns.PROBABILITIES, one.probabilities);
      }
      forecast.put(ForecastColumns.DECISION, one.decision);
    }
    return new LinkedHashMap<>(Map.of("forecast", forecast));
  }

  @Override
  public void clear(int rows) {
    all = new One[rows];
    for (int i = 0; i < rows; i++) {
      all[i] = new One();
    }
    rejects = 0;
  }

  @Override
  public void number(int row, double value) {
    all[row].prediction = value;
  }

  @Override
  public void prediction(int row, int label) {
    all[row].prediction = signature.labels().get(label);
  }

  @Override
  public void prediction(int row, String label) {
    all[row].prediction = label;
  }

  @Override
  public void probability(int row, double value) {
    all[row].probability = value;
  }

  @Override
  public void probability(int row, int label, double value) {
    Map<String, Double> known = all[row].probabilities;
    if (known == null) {
      known = new LinkedHashMap<>();
      all[row].probabilities = known;
    }
    known.put(signature.labels().get(label), value);
  }

  @Override
  public void decision(int row, int label) {
    all[row].decision = signature.labels().get(label);
  }

  @Override
  public void decision(int row, String label) {
    all[row].decision = label;
  }

  @Override
  public void reject(int row, RejectReason reason, @Nullable String field, @Nullable String value) {
    rejects++;
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("reason", reason.name());
    if (field != null) {
      told.put("field", field);
    }
    if (value != null) {
      told.put("value", value);
    }
    all[row].reject = told;
  }
}
