package dev.almanac.training;

import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostModel;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.sql.SparkSession;
import org.json4s.JArray;
import org.json4s.JString;
import org.json4s.JValue;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Saves and loads pipelines with XGBoost stages, for which XGBoost4J 3.0's own methods fail: it is
 * compiled for Spark 3.5, whose JSON library has other classes than Spark 4.0's. It uses them for
 * two parameters that hold objects, which Almanac never sets, and to load a classification model.
 */
public final class PipelineLoader {
  private static final String CLASSIFICATION = XGBoostClassificationModel.class.getName();

  private PipelineLoader() {}

  /** Prepares a stage for saving. */
  static void makeStorable(PipelineStage stage) {
    if (stage instanceof XGBoostModel<?> model) {
      model.defaultParamMap().remove(model.customObj());
      model.defaultParamMap().remove(model.customEval());
    }
  }

  /**
   * Loads a pipeline as {@code PipelineModel.load} does.
   *
   * @param location a folder whose files were checked before
   */
  public static PipelineModel load(SparkSession spark, String location) {
    DefaultParamsReader.Metadata pipeline = metadata(spark, location);
    List<String> uids = uids(pipeline.getParamValue("stageUids"));
    List<Transformer> stages = new ArrayList<>();
    for (int i = 0; i < uids.size(); i++) {
      // Spark's numbering of stages: zero-padded to the digits of their number.
      int digits = Integer.toString(uids.size()).length();
      String number = Integer.toString(i);
      String folder = "0".repeat(digits - number.length()) + number + "_" + uids.get(i);
      stages.add(stage(spark, location + "/stages/" + folder));
    }
    return new PipelineModel(pipeline.uid(), stages.toArray(Transformer[]::new));
  }

  private static Transformer stage(SparkSession spark, String path) {
    DefaultParamsReader.Metadata metadata = metadata(spark, path);
    if (!metadata.className().equals(CLASSIFICATION)) {
      return DefaultParamsReader$.MODULE$.loadParamsInstance(path, spark);
    }
    XGBoostClassificationModel model =
        new XGBoostClassificationModel(
            metadata.uid(), classes(metadata), booster(spark, path), scala.Option.empty());
    metadata.getAndSetParams(model, scala.Option.empty());
    return model;
  }

  /** The number of labels, which the model needs before its parameters are set. */
  private static int classes(DefaultParamsReader.Metadata metadata) {
    XGBoostClassificationModel empty = new XGBoostClassificationModel(metadata.uid());
    metadata.getAndSetParams(empty, scala.Option.empty());
    return Math.max(2, empty.getNumClass());
  }

  private static Booster booster(SparkSession spark, String path) {
    byte[] trees =
        spark
            .read()
            .format("binaryFile")
            .load(path + "/data/model")
            .select("content")
            .head()
            .getAs(0);
    try {
      return new Booster(XGBoost.loadModel(trees));
    } catch (XGBoostError | java.io.IOException e) {
      throw new IllegalStateException("XGBoost cannot read the trees in " + path, e);
    }
  }

  private static DefaultParamsReader.Metadata metadata(SparkSession spark, String path) {
    return DefaultParamsReader$.MODULE$.loadMetadata(path, spark, "");
  }

  private static List<String> uids(JValue value) {
    List<String> uids = new ArrayList<>();
    if (value instanceof JArray array) {
      for (JValue element : CollectionConverters.asJava(array.arr())) {
        uids.add(((JString) element).s());
      }
    }
    return uids;
  }
}
