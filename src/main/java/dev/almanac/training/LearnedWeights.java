package dev.almanac.training;

import dev.almanac.core.Importance;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Model-specific importance of the inputs: impurity decrease of trees, gain of XGBoost's splits, or
 * coefficients of a linear model.
 *
 * @param measure {@code impurity}, {@code gain} or {@code coefficient}; empty if the model has none
 * @param byInput each input's share, 0 to 1; the value of an interaction or expression is divided
 *     evenly among its inputs
 * @param terms the coefficients, the largest first
 * @param termCount number of coefficients
 */
public record LearnedWeights(
    String measure, Map<String, Double> byInput, List<Importance.Term> terms, long termCount) {
  private static final LearnedWeights NONE = new LearnedWeights("", Map.of(), List.of(), 0);

  /**
   * Reads the importance from a fitted pipeline.
   *
   * @param sample training rows for the terms' standard deviations
   */
  public static LearnedWeights of(
      PipelineModel pipeline, Signature signature, TrainSpec spec, Dataset<Row> sample) {
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    Optional<Map<Integer, Double>> gains = Xgboost.gains(model);
    if (gains.isPresent()) {
      return gains(gains.get(), signature);
    }
    for (Transformer stage : pipeline.stages()) {
      if (stage instanceof PCAModel) {
        return NONE; // coefficients of principal components, which are not inputs
      }
    }
    Optional<Vector> impurity = impurity(model);
    List<double[]> coefficients = coefficients(model, signature);
    if (impurity.isEmpty() && coefficients.isEmpty()) {
      return NONE;
    }
    Dataset<Row> rows = pipeline.transform(sample);
    List<Slot> slots = Slot.of(pipeline, rows.schema(), spec);
    return impurity.isPresent()
        ? new LearnedWeights("impurity", shares(slots, impurity.get().toArray()), List.of(), 0)
        : linear(slots, coefficients, deviations(rows), signature);
  }

  private static LearnedWeights gains(Map<Integer, Double> gains, Signature signature) {
    Map<String, Double> byInput = new LinkedHashMap<>();
    double all = gains.values().stream().mapToDouble(Double::doubleValue).sum();
    for (int i = 0; i < signature.inputs().size(); i++) {
      byInput.put(signature.inputs().get(i).name(), all > 0 ? gains.getOrDefault(i, 0.0) / all : 0);
    }
    return new LearnedWeights("gain", byInput, List.of(), 0);
  }

  private static Optional<Vector> impurity(Transformer model) {
    if (model instanceof DecisionTreeClassificationModel tree) {
      return Optional.of(tree.featureImportances());
    }
    if (model instanceof DecisionTreeRegressionModel tree) {
      return Optional.of(tree.featureImportances());
    }
    if (model instanceof RandomForestClassificationModel forest) {
      return Optional.of(forest.featureImportances());
    }
    if (model instanceof RandomForestRegressionModel forest) {
      return Optional.of(forest.featureImportances());
    }
    if (model instanceof GBTClassificationModel boosted) {
      return Optional.of(boosted.featureImportances());
    }
    return model instanceof GBTRegressionModel boosted
        ? Optional.of(boosted.featureImportances())
        : Optional.empty();
  }

  /** The coefficients of the assembled features: one array for each label, or a single one. */
  private static List<double[]> coefficients(Transformer model, Signature signature) {
    if (model instanceof LogisticRegressionModel logistic) {
      if (signature.task() == TaskType.BINARY && logistic.coefficientMatrix().numRows() == 1) {
        double[] values = logistic.coefficients().toArray();
        int sign = signature.positiveIndex() == 0 ? -1 : 1;
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] == 0 ? 0 : sign * values[i];
        }
        return List.of(values);
      }
      Matrix matrix = logistic.coefficientMatrix();
      List<double[]> rows = new ArrayList<>();
      for (int label = 0; label < matrix.numRows(); label++) {
        double[] row = new double[matrix.numCols()];
        for (int i = 0; i < row.length; i++) {
          row[i] = matrix.apply(label, i);
        }
        rows.add(row);
      }
      return rows;
    }
    if (model instanceof LinearRegressionModel linear) {
      return List.of(linear.coefficients().toArray());
    }
    return model instanceof GeneralizedLinearRegressionModel general
        ? List.of(general.coefficients().toArray())
        : List.of();
  }

  private static double[] deviations(Dataset<Row> rows) {
    return rows.select(Summarizer.std(functions.col(ModelColumns.FEATURES)))
        .head()
        .<Vector>getAs(0)
        .toArray();
  }

  private static LearnedWeights linear(
      List<Slot> slots, List<double[]> coefficients, double[] deviations, Signature signature) {
    List<Importance.Term> terms = new ArrayList<>();
    double[] sizes = new double[deviations.length];
    for (int label = 0; label < coefficients.size(); label++) {
      String of = coefficients.size() == 1 ? "" : signature.labels().get(label);
      for (int i = 0; i < sizes.length; i++) {
        double value = coefficients.get(label)[i];
        sizes[i] += Math.abs(value) * deviations[i];
        terms.add(new Importance.Term(of, slots.get(i).term(), value));
      }
    }
    terms.sort(
        Comparator.comparingDouble((Importance.Term term) -> -Math.abs(term.coefficient()))
            .thenComparing(Importance.Term::name)
            .thenComparing(Importance.Term::label));
    return new LearnedWeights(
        "coefficient",
        shares(slots, sizes),
        terms.subList(0, Math.min(terms.size(), Importance.MOST_TERMS)),
        terms.size());
  }

  private static Map<String, Double> shares(List<Slot> slots, double[] sizes) {
    Map<String, Double> byInput = new LinkedHashMap<>();
    double all = 0;
    for (int i = 0; i < Math.min(sizes.length, slots.size()); i++) {
      Slot slot = slots.get(i);
      for (String input : slot.inputs()) {
        byInput.merge(input, sizes[i] / slot.inputs().size(), Double::sum);
      }
      all += sizes[i];
    }
    double total = all;
    byInput.replaceAll((input, size) -> total > 0 ? size / total : 0);
    return byInput;
  }
}
