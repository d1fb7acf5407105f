package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.Progress;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.data.ModelInput;
import dev.almanac.data.SparkFailures;
import dev.almanac.data.Splitter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits models. Immutable and thread-safe. */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final WarmStart start;

  /** Fits that begin anew. */
  public Trainer() {
    this(WarmStart.NONE);
  }

  /** Fits that go on from an earlier version, with algorithms that can. */
  public Trainer(WarmStart start) {
    this.start = start;
  }

  /**
   * Fits the model of a specification. The same rows and seed give the same model, to the last bit
   * up to {@link FitLayout#EXACT_ROWS} rows; above that, to the rounding of sums that a cluster
   * adds up in no fixed order.
   *
   * @param rows the whole table, any order; the label, the features and the split column are read
   * @throws AlmanacException CONFIG_INVALID, MISSING_COLUMN, WRONG_TYPE, EMPTY_DATASET, BAD_LABEL,
   *     BAD_SPLIT or SPARK_FAILED; SCHEMA_MISMATCH if it cannot go on from the earlier version
   */
  public TrainedModel train(Dataset<Row> rows, TrainSpec spec, Progress progress) {
    return train(rows, spec, labelled -> {}, progress);
  }

  /**
   * As {@link #train}, for a run that stands for a date: where the split goes by time, a row of
   * that date or later is refused, since the model would be told what it is to forecast.
   *
   * @throws AlmanacException also BAD_SPLIT if there is such a row
   */
  public TrainedModel trainBefore(
      LocalDate runDate, Dataset<Row> rows, TrainSpec spec, Progress progress) {
    return train(rows, spec, labelled -> FutureRows.refuse(labelled, spec, runDate), progress);
  }

  private TrainedModel train(
      Dataset<Row> rows, TrainSpec spec, Consumer<Dataset<Row>> check, Progress progress) {
    List<String> problems = TrainingPreflight.problems(spec);
    if (!problems.isEmpty()) {
      throw new AlmanacException(ErrorCode.CONFIG_INVALID, String.join("\n", problems));
    }
    progress.step("read the training table");
    Dataset<Row> labelled = LabelledRows.of(rows, spec).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> dropped = LabelledRows.countDropped(labelled, spec);
      check.accept(labelled);
      return fit(labelled, rows.schema(), dropped, spec, progress);
    } finally {
      labelled.unpersist();
    }
  }

  private TrainedModel fit(
      Dataset<Row> labelled,
      StructType schema,
      Map<String, Long> dropped,
      TrainSpec spec,
      Progress progress) {
    Splitter.Parts parts = Splitter.split(LabelledRows.used(labelled), spec.split(), spec.seed());
    Dataset<Row> train = FitLayout.arrange(parts.train(), columns(spec));
    Dataset<Row> holdout = FitLayout.arrange(parts.holdout(), columns(spec));
    boolean done = false;
    try {
      long trainRows = train.count();
      long holdoutRows = holdout.count();
      long droppedRows = dropped.values().stream().mapToLong(Long::longValue).sum();
      progress.fact(
          "%s rows to learn from, %s held out, %s left out"
              .formatted(
                  Text.grouped(trainRows), Text.grouped(holdoutRows), Text.grouped(droppedRows)));
      Signature signature = signature(train, holdout, schema, spec);
      Map<String, Double> standIns = StandIns.of(train, trainRows, spec.features());
      progress.step("fit " + spec.algorithm().algorithm().word());
      PipelineModel pipeline = fit(train, signature, standIns, spec);
      LOG.info(
          "fitted algorithm={} train_rows={} holdout_rows={} dropped_rows={}",
          spec.algorithm().algorithm().word(),
          trainRows,
          holdoutRows,
          droppedRows);
      TrainedModel trained =
          new TrainedModel(pipeline, signature, train, holdout, trainRows, holdoutRows, dropped);
      done = true;
      return trained;
    } finally {
      if (!done) {
        train.unpersist();
        holdout.unpersist();
      }
    }
  }

  private PipelineModel fit(
      Dataset<Row> train, Signature signature, Map<String, Double> standIns, TrainSpec spec) {
    List<PipelineStage> stages =
        new ArrayList<>(
            Stages.before(
                spec.algorithm().algorithm(), train.sparkSession(), signature.inputs(), standIns));
    int mostLevels =
        signature.inputs().stream()
            .filter(field -> field.kind() == Field.Kind.CATEGORICAL)
            .mapToInt(Stages::indexes)
            .max()
            .orElse(0);
    boolean xgboost = spec.algorithm().algorithm() == Algorithm.XGBOOST;
    Estimator<?> estimator =
        xgboost ? Xgboost.of(spec, signature) : Estimators.of(spec, mostLevels);
    Dataset<Row> indexed = train;
    if (xgboost) {
      Xgboost.requireLabels(train, spec);
      indexed = Xgboost.arrange(train, Xgboost.workers(spec.algorithm()));
    }
    if (spec.task().isClassification()) {
      // Not a stage of the pipeline: rows to be scored have no label.
      indexed =
          new StringIndexerModel("label", signature.labels().toArray(String[]::new))
              .setInputCol(spec.label())
              .setOutputCol(ModelColumns.LABEL_INDEX)
              .transform(indexed);
    }
    try {
      if (xgboost && Xgboost.workers(spec.algorithm()) == 1) {
        return XgboostGrowth.fit(indexed, stages, estimator, start, signature, spec);
      }
      stages.add(estimator);
      return new Pipeline("almanac").setStages(stages.toArray(PipelineStage[]::new)).fit(indexed);
    } catch (AlmanacException e) {
      throw e;
    } catch (Exception e) { // Scala's checked exceptions arrive undeclared
      throw new AlmanacException(
          ErrorCode.SPARK_FAILED,
          "%s could not be fitted: %s.\nChange the algorithm's parameters or look at the features' values; Spark's own log has the details."
              .formatted(spec.algorithm().algorithm().word(), SparkFailures.firstLine(e)),
          e);
    }
  }

  private static Signature signature(
      Dataset<Row> train, Dataset<Row> holdout, StructType schema, TrainSpec spec) {
    List<String> labels = Labels.of(train, holdout, spec);
    Map<String, List<String>> levels = Levels.of(train, spec.features());
    List<Field> fields = new ArrayList<>();
    for (FeatureSpec feature : spec.features()) {
      FieldType type = ModelInput.fieldType(schema.apply(feature.name()).dataType()).orElseThrow();
      fields.add(
          feature instanceof FeatureSpec.Categorical categorical
              ? new Field(
                  feature.name(),
                  type,
                  Field.Kind.CATEGORICAL,
                  feature.missing(),
                  categorical.unseen(),
                  levels.getOrDefault(feature.name(), List.of()))
              : new Field(
                  feature.name(),
                  type,
                  Field.Kind.NUMERIC,
                  feature.missing(),
                  UnseenPolicy.REJECT,
                  List.of()));
    }
    return new Signature(
        spec.task(),
        fields,
        spec.label(),
        labels,
        spec.task() == TaskType.BINARY ? spec.positive() : "");
  }

  private static List<String> columns(TrainSpec spec) {
    List<String> columns = new ArrayList<>();
    spec.features().forEach(feature -> columns.add(feature.name()));
    columns.add(spec.label());
    return columns;
  }
}
