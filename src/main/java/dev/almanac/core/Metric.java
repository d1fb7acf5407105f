package dev.almanac.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Metrics of an evaluation, by the names in job files, manifests and reports. */
public enum Metric {
  AUC("auc", Better.HIGHER, Scope.BINARY),
  PR_AUC("pr-auc", Better.HIGHER, Scope.BINARY),
  LOG_LOSS("log-loss", Better.LOWER, Scope.CLASSIFICATION),
  BRIER("brier", Better.LOWER, Scope.BINARY),
  CALIBRATION_ERROR("calibration-error", Better.LOWER, Scope.BINARY),
  ACCURACY("accuracy", Better.HIGHER, Scope.CLASSIFICATION),
  COVERAGE("coverage", Better.HIGHER, Scope.CLASSIFICATION),
  PRECISION("precision", Better.HIGHER, Scope.BINARY),
  RECALL("recall", Better.HIGHER, Scope.BINARY),
  F1("f1", Better.HIGHER, Scope.BINARY),
  MACRO_F1("macro-f1", Better.HIGHER, Scope.MULTICLASS),
  WEIGHTED_F1("weighted-f1", Better.HIGHER, Scope.MULTICLASS),
  RMSE("rmse", Better.LOWER, Scope.REGRESSION),
  MAE("mae", Better.LOWER, Scope.REGRESSION),
  R2("r2", Better.HIGHER, Scope.REGRESSION),
  BIAS("bias", Better.NEITHER, Scope.REGRESSION),
  SILHOUETTE("silhouette", Better.HIGHER, Scope.CLUSTERING),
  SMALLEST_SHARE("smallest-share", Better.NEITHER, Scope.CLUSTERING);

  /** Direction in which a metric improves. */
  public enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  /** The tasks that a metric applies to. */
  private enum Scope {
    BINARY,
    MULTICLASS,
    CLASSIFICATION,
    REGRESSION,
    CLUSTERING;

    boolean includes(TaskType task) {
      return switch (this) {
        case BINARY -> task == TaskType.BINARY;
        case MULTICLASS -> task == TaskType.MULTICLASS;
        case CLASSIFICATION -> task.isClassification();
        case REGRESSION -> task == TaskType.REGRESSION;
        case CLUSTERING -> task == TaskType.CLUSTERING;
      };
    }
  }

  private final String word;
  private final Better better;
  private final Scope scope;

  Metric(String word, Better better, Scope scope) {
    this.word = word;
    this.better = better;
    this.scope = scope;
  }

  /** The name in files and reports. */
  public String word() {
    return word;
  }

  /** The direction in which the metric improves. */
  public Better better() {
    return better;
  }

  /** The metric with this name, if there is one. */
  public static Optional<Metric> find(String word) {
    return Arrays.stream(values()).filter(metric -> metric.word.equals(word)).findFirst();
  }

  /** The metrics of a task. */
  public static List<Metric> of(TaskType task) {
    return Arrays.stream(values()).filter(metric -> metric.scope.includes(task)).toList();
  }
}
