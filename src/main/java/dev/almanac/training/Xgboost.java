package dev.almanac.training;

import static dev.almanac.data.ModelColumns.FEATURES;
import static dev.almanac.data.ModelColumns.LABEL_INDEX;
import static dev.almanac.data.ModelColumns.PREDICTION;
import static dev.almanac.data.ModelColumns.PROBABILITY;
import static dev.almanac.data.ModelColumns.RAW_PREDICTION;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.XgboostParams;
import dev.almanac.data.ExactNames;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressor;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * XGBoost as a pipeline estimator. So that the stored pipeline and its export agree:
 *
 * <ul>
 *   <li>categories are indexes with categorical feature type, so that a split is a set of levels,
 *       in the PMML too;
 *   <li>vectors are dense, see {@link #dense};
 *   <li>rows have as many partitions as there are workers, in an order that depends on their
 *       content only, so that the same rows give the same trees.
 * </ul>
 */
final class Xgboost {
  private static final String DENSE = "__dense";

  private Xgboost() {}

  /** The estimator of a specification. */
  static Estimator<?> of(TrainSpec spec, Signature signature) {
    Estimator<?> estimator =
        spec.task() == TaskType.REGRESSION
            ? new XGBoostRegressor("model")
                .setFeaturesCol(DENSE)
                .setLabelCol(spec.label())
                .setPredictionCol(PREDICTION)
            : classifier(spec, signature);
    set(estimator, "seed", spec.seed());
    set(estimator, "feature_types", featureTypes(signature));
    set(estimator, "objective", XgboostParams.objective(spec.task(), spec.algorithm().params()));
    spec.algorithm().params().forEach((name, value) -> set(estimator, native_(name), value));
    return estimator;
  }

  private static Estimator<?> classifier(TrainSpec spec, Signature signature) {
    XGBoostClassifier classifier = new XGBoostClassifier("model");
    classifier.setFeaturesCol(DENSE);
    classifier.setLabelCol(LABEL_INDEX);
    classifier.setPredictionCol(PREDICTION);
    classifier.setRawPredictionCol(RAW_PREDICTION);
    classifier.setProbabilityCol(PROBABILITY);
    if (spec.task() == TaskType.MULTICLASS) {
      classifier.setNumClass(signature.labels().size());
    }
    return classifier;
  }

  /**
   * A stage that makes vectors dense without changing a number, by subtracting a mean of 0. An
   * assembler creates sparse vectors if many values are 0, and XGBoost treats absent elements as
   * missing in scoring, but not in training.
   */
  static PipelineStage dense(SparkSession spark, int features) {
    StructType schema =
        new StructType(
            new StructField[] {
              new StructField(
                  FEATURES,
                  org.apache.spark.ml.linalg.SQLDataTypes.VectorType(),
                  false,
                  Metadata.empty())
            });
    // A scaler must be fitted: on one row of zeros its mean is zero.
    Dataset<Row> lesson =
        spark.createDataFrame(
            List.of(RowFactory.create(Vectors.dense(new double[features]))), schema);
    return new StandardScaler("dense")
        .setWithMean(true)
        .setWithStd(false)
        .setInputCol(FEATURES)
        .setOutputCol(DENSE)
        .fit(lesson);
  }

  /**
   * The default threads of a task: Spark's setting, or on a single machine all cores, since no
   * other task runs.
   */
  static int threads(SparkContext context) {
    return context.isLocal() ? context.defaultParallelism() : XgboostWorkers.cpus(context);
  }

  /**
   * The rows in as many partitions as there are workers, ordered by content. Distribution is round
   * robin: a hash would put equal rows into one partition and could leave another empty.
   */
  static Dataset<Row> arrange(Dataset<Row> rows, int workers) {
    Column[] columns =
        Arrays.stream(rows.columns()).map(name -> ExactNames.column(name)).toArray(Column[]::new);
    return rows.repartition(workers).sortWithinPartitions(columns);
  }

  /**
   * Sets the workers of a barrier fit, and their threads unless the job sets them.
   *
   * @param cpus cores of a task
   */
  static void share(Estimator<?> estimator, TrainSpec spec, int workers, int cpus) {
    set(estimator, native_(XgboostParams.NUM_WORKERS), workers);
    if (!spec.algorithm().params().containsKey(XgboostParams.NTHREAD)) {
      set(estimator, XgboostParams.NTHREAD, cpus);
    }
  }

  /**
   * Checks that the labels suit the objective; XGBoost itself would fail in native code.
   *
   * @throws AlmanacException BAD_LABEL
   */
  static void requireLabels(Dataset<Row> train, TrainSpec spec) {
    String objective = XgboostParams.objective(spec.task(), spec.algorithm().params());
    if (!XgboostParams.needsPositiveLabels(objective)) {
      return;
    }
    boolean zeroIsFine = !objective.equals("reg:gamma");
    Column label = ExactNames.column(spec.label());
    long wrong = train.filter(zeroIsFine ? label.lt(0) : label.leq(0)).count();
    if (wrong > 0) {
      throw new AlmanacException(
          ErrorCode.BAD_LABEL,
          "label '%s' is %s 0 in %s of the training part, for which %s is not defined.\nUse reg:squarederror, or leave these rows out in the job's query."
              .formatted(
                  spec.label(),
                  zeroIsFine ? "below" : "not above",
                  Text.count(wrong, "row"),
                  objective));
    }
  }

  /**
   * The total gain of an input's splits, by index of the input; absent if it is not an XGBoost
   * model.
   */
  static Optional<Map<Integer, Double>> gains(Transformer model) {
    Booster booster;
    if (model instanceof XGBoostClassificationModel classification) {
      booster = classification.nativeBooster();
    } else if (model instanceof XGBoostRegressionModel regression) {
      booster = regression.nativeBooster();
    } else {
      return Optional.empty();
    }
    try {
      Map<Integer, Double> gains = new HashMap<>();
      // A categorical split has the form f0:{1,2}, a numeric one f0.
      CollectionConverters.asJava(booster.getScore("", "total_gain"))
          .forEach(
              (split, gain) ->
                  gains.merge(
                      Integer.valueOf(split.replaceAll("^f(\\d+).*$", "$1")),
                      (Double) gain,
                      Double::sum));
      return Optional.of(gains);
    } catch (XGBoostError e) {
      throw new AlmanacException(
          ErrorCode.SPARK_FAILED, "XGBoost does not tell its gains: " + e.getMessage(), e);
    }
  }

  /** Feature types in the order of assembly: "c" for categories, "q" for numbers. */
  static String[] featureTypes(Signature signature) {
    return signature.inputs().stream()
        .map(field -> field.kind() == Field.Kind.CATEGORICAL ? "c" : "q")
        .toArray(String[]::new);
  }

  /** XGBoost's parameters by their native names. */
  static Map<String, Object> nativeParams(TrainSpec spec, Signature signature) {
    Map<String, Object> params = new HashMap<>();
    spec.algorithm().params().forEach((name, value) -> params.put(native_(name), value));
    params.remove(native_("num-round"));
    params.remove(native_(XgboostParams.NUM_WORKERS));
    params.put("objective", XgboostParams.objective(spec.task(), spec.algorithm().params()));
    params.put("seed", spec.seed());
    if (spec.task() == TaskType.MULTICLASS) {
      params.put("num_class", signature.labels().size());
    }
    return params;
  }

  private static void set(Estimator<?> estimator, String name, Object value) {
    String known = estimator.hasParam(name) ? name : camel(name);
    estimator.set(estimator.getParam(known), value);
  }

  private static String native_(String kebab) {
    return kebab.replace('-', '_').toLowerCase(Locale.ROOT);
  }

  private static String camel(String snake) {
    StringBuilder name = new StringBuilder();
    for (String part : snake.split("_", -1)) {
      name.append(
          name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }
}
