package dev.almanac.service;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RejectReason;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.forecast.ScoreSink;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the predictions of records in the form of responses. Not thread-safe. */
final class PredictionCollector implements ScoreSink {
  private final Signature signature;
  private One[] all = new One[0];
  private int rejects;

  /** Result of one record. */
  private static final class One {
    private @Nullable Object prediction;
    private @Nullable Double probability;
    private double @Nullable [] probabilities;
    private @Nullable String decision;
    private @Nullable Map<String, Object> reject;
  }

  PredictionCollector(Signature signature) {
    this.signature = signature;
  }

  /** Number of records without a forecast. */
  int rejects() {
    return rejects;
  }

  /** The forecast of a record, or its reject reason. */
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
        forecast.put(ForecastColumns.PROBABILITIES, byLabel(one.probabilities));
      }
      forecast.put(ForecastColumns.DECISION, one.decision);
    }
    return new LinkedHashMap<>(Map.of("forecast", forecast));
  }

  /** All results; each is created when it is written, to save memory. */
  List<Map<String, Object>> results() {
    return new AbstractList<>() {
      @Override
      public Map<String, Object> get(int row) {
        return result(row);
      }

      @Override
      public int size() {
        return all.length;
      }
    };
  }

  private @Nullable Map<String, Double> byLabel(double @Nullable [] probabilities) {
    if (probabilities == null) {
      return null;
    }
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int label = 0; label < probabilities.length; label++) {
      if (!Double.isNaN(probabilities[label])) {
        byLabel.put(signature.labels().get(label), probabilities[label]);
      }
    }
    return byLabel;
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
    double[] known = all[row].probabilities;
    if (known == null) {
      known = new double[signature.labels().size()];
      Arrays.fill(known, Double.NaN);
      all[row].probabilities = known;
    }
    known[label] = value;
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
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reason", reason.name());
    if (field != null) {
      body.put("field", field);
    }
    if (value != null) {
      body.put("value", value);
    }
    all[row].reject = body;
  }
}
