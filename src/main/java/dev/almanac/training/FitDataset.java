package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.XgboostParams;
import dev.almanac.data.ErrorKind;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.data.SparkError;
import dev.almanac.data.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Training and holdout rows, partitioned for fits and cached, and the statistics that all fits
 * share: labels, levels and imputation values.
 */
final class FitDataset implements ParameterSearch.Rehearsal {
  private final Dataset<Row> train;
  private final Dataset<Row> judged;
  private final Dataset<Row> holdout;
  private final long trainRows;
  private final long holdoutRows;
  private final Map<String, Long> dropped;
  private final TrainSpec spec;
  private final Signature signature;
  private final FittedStatistics learnt;

  /**
   * Prepares and caches the rows.
   *
   * @param parts of {@link TrainingData#used}
   * @param schema schema of the source table
   * @param dropped rows in neither part, by reason
   * @param labels the labels, if they are known already
   */
  FitDataset(
      Splitter.Parts parts,
      StructType schema,
      Map<String, Long> dropped,
      TrainSpec spec,
      List<String> carried,
      Optional<List<String>> labels) {
    this.spec = spec;
    this.dropped = dropped;
    train =
        PartitionLayout.arrange(
            parts.train(), parts.trainRows(), taught(spec), spec.reproducibility());
    judged =
        PartitionLayout.arrange(
            parts.holdout(), parts.holdoutRows(), judged(spec, carried), spec.reproducibility());
    holdout =
        judged.select(
            columns(spec).stream().map(name -> ExactNames.column(name)).toArray(Column[]::new));
    trainRows = parts.trainRows();
    holdoutRows = parts.holdoutRows();
    boolean done = false;
    try {
      List<String> known = labels.orElseGet(() -> Labels.of(train, holdout, spec));
      Map<String, List<String>> levels = Levels.of(train, trainRows, spec.features());
      learnt = FittedStatistics.of(train, trainRows, spec);
      learnt.texts().forEach((name, fit) -> levels.put(name, fit.sorted()));
      signature = signature(known, levels, schema, spec);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  Signature signature() {
    return signature;
  }

  long trainRows() {
    return trainRows;
  }

  long holdoutRows() {
    return holdoutRows;
  }

  @Override
  public TrainedModel fit(AlgorithmSpec algorithm) {
    return fit(algorithm, WarmStart.NONE);
  }

  /** As above, with a warm start. */
  TrainedModel fit(AlgorithmSpec algorithm, WarmStart start) {
    PipelineModel pipeline = pipeline(spec.with(algorithm), start);
    return new TrainedModel(
        pipeline,
        Clusters.named(signature, pipeline),
        train,
        holdout,
        judged,
        trainRows,
        holdoutRows,
        dropped);
  }

  @Override
  public int slots(AlgorithmSpec algorithm) {
    if (algorithm.algorithm() != Algorithm.XGBOOST) {
      return 1;
    }
    int workers = workers(spec.with(algorithm), false);
    return workers == 1 && context().isLocal()
        ? algorithm.params().get(XgboostParams.NTHREAD) instanceof Integer threads
            ? threads
            : Xgboost.threads(context())
        : workers;
  }

  @Override
  public void close() {
    train.unpersist();
    judged.unpersist();
  }

  private PipelineModel pipeline(TrainSpec required, WarmStart start) {
    FeatureStages before =
        FeatureStages.before(train.sparkSession(), required, signature.inputs(), learnt);
    List<PipelineStage> stages = new ArrayList<>(before.stages());
    try {
      if (required.algorithm().algorithm() == Algorithm.XGBOOST) {
        return boosted(required, stages, start);
      }
      stages.add(
          Estimators.of(
              required,
              before.mostLevels(),
              signature.labels().size(),
              () -> width(before.stages())));
      return SvmLogisticModel.served(pipeline(stages).fit(indexed(train)));
    } catch (AlmanacException e) {
      throw e;
    } catch (Exception e) { // Scala methods throw checked exceptions without declaring them
      String what = "%s could not be fitted".formatted(required.algorithm().algorithm().word());
      SparkError error = SparkError.of(e);
      throw error.kind() == ErrorKind.UNCLASSIFIED || error.kind() == ErrorKind.BUG
          ? new AlmanacException(
              ErrorCode.SPARK_FAILED,
              "%s: %s.\nChange the algorithm's parameters or look at the features' values; Spark's own log has the details."
                  .formatted(what, error.message()),
              e)
          : error.exception(what, "Nothing was published.");
    }
  }

  /**
   * Adds the label's index. This is not a pipeline stage, since rows to be scored have no label.
   */
  private Dataset<Row> indexed(Dataset<Row> rows) {
    Dataset<Row> weighed =
        SampleWeights.weigh(rows, spec.weights(), spec.label(), signature.labels());
    return spec.task().isClassification()
        ? new StringIndexerModel("label", signature.labels().toArray(String[]::new))
            .setInputCol(spec.label())
            .setOutputCol(ModelColumns.LABEL_INDEX)
            .transform(weighed)
        : weighed;
  }

  private PipelineModel boosted(TrainSpec required, List<PipelineStage> before, WarmStart start)
      throws Exception {
    Xgboost.requireLabels(train, required);
    int workers = workers(required, start.parent().isPresent());
    Dataset<Row> rows = indexed(Xgboost.arrange(train, workers));
    Estimator<?> estimator = Xgboost.of(required, signature);
    SampleWeights.set(estimator, required.weights());
    if (workers == 1) {
      return XgboostGrowth.fit(rows, before, estimator, start, signature, required);
    }
    Xgboost.share(estimator, required, workers, XgboostWorkers.cpus(context()));
    List<PipelineStage> stages = new ArrayList<>(before);
    stages.add(estimator);
    return pipeline(stages).fit(rows);
  }

  private int workers(TrainSpec required, boolean warmStart) {
    return XgboostWorkers.of(required, warmStart, trainRows, XgboostWorkers.Cluster.of(context()));
  }

  private SparkContext context() {
    return train.sparkSession().sparkContext();
  }

  private static Pipeline pipeline(List<PipelineStage> stages) {
    return new Pipeline("almanac").setStages(stages.toArray(PipelineStage[]::new));
  }

  /** The number of assembled features. */
  private int width(List<PipelineStage> before) {
    Vector features =
        pipeline(before).fit(train).transform(train).select(ModelColumns.FEATURES).head().getAs(0);
    return features.size();
  }

  private static Signature signature(
      List<String> labels, Map<String, List<String>> levels, StructType schema, TrainSpec spec) {
    List<Field> fields = new ArrayList<>();
    for (FeatureSpec feature : spec.inputs()) {
      FieldType type = ModelInput.fieldType(schema.apply(feature.name()).dataType()).orElseThrow();
      fields.add(
          new Field(
              feature.name(),
              type,
              ModelInput.Column.of(feature).kind(),
              feature.missing(),
              feature instanceof FeatureSpec.Categorical categorical
                  ? categorical.unseen()
                  : UnseenPolicy.REJECT,
              levels.getOrDefault(feature.name(), List.of())));
    }
    return new Signature(
        spec.task(),
        fields,
        spec.label(),
        labels,
        spec.task() == TaskType.BINARY ? spec.positive() : "");
  }

  private static List<String> judged(TrainSpec spec, List<String> carried) {
    List<String> columns = columns(spec);
    columns.add(ModelColumns.ROW);
    carried.forEach(name -> columns.add(ModelColumns.carried(name)));
    return columns;
  }

  private static List<String> taught(TrainSpec spec) {
    List<String> columns = columns(spec);
    spec.weights().column().ifPresent(name -> columns.add(SampleWeights.WEIGHT));
    return columns;
  }

  private static List<String> columns(TrainSpec spec) {
    List<String> columns = new ArrayList<>();
    spec.inputs().forEach(input -> columns.add(input.name()));
    columns.add(spec.label());
    return columns;
  }
}
