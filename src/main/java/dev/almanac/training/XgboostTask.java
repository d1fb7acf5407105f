package dev.almanac.training;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Boosts trees on the rows of one partition: features, label, weight. Serializable. */
final class XgboostTask implements FlatMapFunction<Iterator<Row>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final byte[] trees;
  private final HashMap<String, Object> params;
  private final String[] types;
  private final int rounds;

  /**
   * Creates the task.
   *
   * @param trees the existing trees in XGBoost's format; empty for a fit from scratch
   * @param params by XGBoost's native names
   * @param types feature types
   */
  XgboostTask(byte[] trees, Map<String, Object> params, String[] types, int rounds) {
    this.trees = trees.clone();
    this.params = new HashMap<>(params);
    this.types = types.clone();
    this.rounds = rounds;
  }

  @Override
  public Iterator<byte[]> call(Iterator<Row> rows) throws XGBoostError, IOException {
    DMatrix matrix = new DMatrix(new Points(rows), null, Float.NaN);
    try {
      matrix.setFeatureTypes(types);
      Booster booster =
          trees.length == 0
              ? XGBoost.train(matrix, params, rounds, Map.of(), null, null)
              : grow(XGBoost.loadModel(trees), matrix);
      try {
        return List.of(booster.toByteArray()).iterator();
      } finally {
        booster.dispose();
      }
    } finally {
      matrix.dispose();
    }
  }

  private Booster grow(Booster booster, DMatrix matrix) throws XGBoostError {
    booster.setParams(params);
    int first = booster.getNumBoostedRound();
    for (int round = 0; round < rounds; round++) {
      booster.update(matrix, first + round);
    }
    return booster;
  }

  private record Points(Iterator<Row> rows) implements Iterator<LabeledPoint> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public LabeledPoint next() {
      Row row = rows.next();
      double[] numbers = ((Vector) row.get(0)).toArray();
      float[] values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[i];
      }
      return new LabeledPoint(
          row.getFloat(1), values.length, null, values, row.getFloat(2), -1, Float.NaN);
    }
  }
}
