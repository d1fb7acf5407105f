package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.XgboostParams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Fits XGBoost in a single task through its native API. XGBoost's Spark estimator cannot continue
 * from existing trees, prints a line for each tree, and needs a tracker on the driver that tasks
 * can reach. The result is a booster in a model as the estimator creates it.
 */
final class XgboostGrowth {
  private static final int DEFAULT_ROUNDS = 100;

  private XgboostGrowth() {}

  /**
   * Fits the pipeline.
   *
   * @param rows in one partition
   * @param features the fitted stages before the estimator
   * @param estimator provides the model's parameters
   * @throws AlmanacException SCHEMA_MISMATCH if the parent's trees have other features or labels
   */
  static PipelineModel fit(
      Dataset<Row> rows,
      List<PipelineStage> features,
      Estimator<?> estimator,
      WarmStart start,
      Signature signature,
      TrainSpec spec)
      throws XGBoostError, IOException {
    Map<String, Object> params = Xgboost.nativeParams(spec, signature);
    params.putIfAbsent("nthread", Xgboost.threads(rows.sparkSession().sparkContext()));
    byte[] trees = {};
    if (start.parent().isPresent()) {
      trees = trees(start.parent().get(), signature, spec);
      params.remove("base_score"); // existing trees depend on the base score they were grown with
    }
    List<PipelineStage> stages = new ArrayList<>(features);
    PipelineModel before =
        new Pipeline("almanac").setStages(stages.toArray(PipelineStage[]::new)).fit(rows);
    int rounds =
        spec.algorithm().params().get("num-round") instanceof Integer given
            ? given
            : DEFAULT_ROUNDS;
    byte[] grown =
        before
            .transform(rows)
            .select(
                text(estimator, "featuresCol"),
                text(estimator, "labelCol").cast("float"),
                weight(estimator).cast("float"))
            .toJavaRDD()
            .mapPartitions(new XgboostTask(trees, params, Xgboost.featureTypes(signature), rounds))
            .collect()
            .get(0);
    stages.add(model(grown, estimator, signature));
    return new Pipeline("almanac")
        .setStages(stages.toArray(PipelineStage[]::new))
        .fit(rows.limit(0));
  }

  private static byte[] trees(WarmStart.Parent parent, Signature signature, TrainSpec spec)
      throws XGBoostError {
    XGBoostModel<?> old = model(parent);
    requireSame(parent, signature);
    requireSameObjective(old, parent, spec);
    return old.nativeBooster().toByteArray();
  }

  private static PipelineStage model(byte[] grown, Estimator<?> estimator, Signature signature)
      throws XGBoostError, IOException {
    Booster booster = new Booster(XGBoost.loadModel(grown));
    Transformer model =
        signature.task() == TaskType.REGRESSION
            ? new XGBoostRegressionModel(estimator.uid(), booster, scala.Option.empty())
            : new XGBoostClassificationModel(
                estimator.uid(), signature.labels().size(), booster, scala.Option.empty());
    for (ParamPair<?> pair : CollectionConverters.asJava(estimator.paramMap().toSeq())) {
      if (model.hasParam(pair.param().name())) {
        model.set(model.getParam(pair.param().name()), pair.value());
      }
    }
    return model;
  }

  private static XGBoostModel<?> model(WarmStart.Parent parent) {
    return Arrays.stream(parent.pipeline().stages())
        .filter(XGBoostModel.class::isInstance)
        .map(stage -> (XGBoostModel<?>) stage)
        .findFirst()
        .orElseThrow(
            () ->
                differs(
                    parent,
                    "it is no model of xgboost",
                    "Only xgboost goes on from an earlier version, and only from one of its own."));
  }

  private static void requireSameObjective(
      XGBoostModel<?> old, WarmStart.Parent parent, TrainSpec spec) {
    String now = XgboostParams.objective(spec.task(), spec.algorithm().params());
    if (!now.equals(old.getObjective())) {
      throw differs(
          parent,
          "its objective is %s, and now it is %s".formatted(old.getObjective(), now),
          "Give the job the objective it had.");
    }
  }

  private static void requireSame(WarmStart.Parent parent, Signature now) {
    Signature old = parent.signature();
    List<String> problems = new ArrayList<>();
    if (!old.labels().equals(now.labels()) || old.task() != now.task()) {
      problems.add("its labels are %s, and now they are %s".formatted(old.labels(), now.labels()));
    }
    List<String> oldNames = old.inputs().stream().map(Field::name).toList();
    List<String> newNames = now.inputs().stream().map(Field::name).toList();
    if (!oldNames.equals(newNames)) {
      problems.add("its features are %s, and now they are %s".formatted(oldNames, newNames));
    } else {
      for (int i = 0; i < oldNames.size(); i++) {
        compare(old.inputs().get(i), now.inputs().get(i), problems);
      }
    }
    if (!problems.isEmpty()) {
      throw differs(
          parent,
          Text.message(String.join("; ", problems)),
          "Its trees tell features by their place and levels by their number, so all must be as"
              + " they were.");
    }
  }

  private static void compare(Field old, Field now, List<String> problems) {
    if (old.kind() != now.kind()
        || old.missing() != now.missing()
        || old.unseen() != now.unseen()) {
      problems.add("feature '%s' is treated in another way now".formatted(now.name()));
    } else if (!old.levels().equals(now.levels())) {
      List<String> added = new ArrayList<>(now.levels());
      added.removeAll(old.levels());
      List<String> gone = new ArrayList<>(old.levels());
      gone.removeAll(now.levels());
      problems.add(
          String.format(
              Locale.ROOT,
              "feature '%s' has %d new levels %s and lacks %d %s",
              now.name(),
              added.size(),
              few(added),
              gone.size(),
              few(gone)));
    }
  }

  private static List<String> few(List<String> levels) {
    return levels.subList(0, Math.min(5, levels.size()));
  }

  private static AlmanacException differs(WarmStart.Parent parent, String how, String why) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        "the training cannot go on from %s: %s.\n%s Or begin anew with train.warm-start = false."
            .formatted(parent.version(), how, why));
  }

  private static Column text(Estimator<?> estimator, String param) {
    return functions.col(String.valueOf(estimator.getOrDefault(estimator.getParam(param))));
  }

  private static Column weight(Estimator<?> estimator) {
    Param<Object> param = estimator.getParam("weightCol");
    return estimator.isDefined(param) && !String.valueOf(estimator.getOrDefault(param)).isEmpty()
        ? text(estimator, "weightCol")
        : functions.lit(1.0);
  }
}
