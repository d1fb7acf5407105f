package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.Text;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.Folds;
import dev.almanac.data.Splitter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits models. Immutable and thread-safe. */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  /** As below, without options. */
  public TrainedModel train(Dataset<Row> rows, TrainSpec spec, Progress progress) {
    return train(rows, spec, TrainOptions.NONE, progress);
  }

  /**
   * Fits the model of a specification. The same rows and seed give the same model up to the
   * rounding of sums, whose order a cluster does not fix. With {@code reproducibility = exact} the
   * model is bit-identical, up to {@link PartitionLayout#EXACT_ROWS} rows.
   *
   * @param table all rows, in any order; only the columns of the specification and the rows of its
   *     window are read
   * @throws AlmanacException CONFIG_INVALID, MISSING_COLUMN, WRONG_TYPE, EMPTY_DATASET, BAD_LABEL,
   *     BAD_SPLIT or SPARK_FAILED; SCHEMA_MISMATCH if a warm start from the earlier version is
   *     impossible
   */
  public TrainedModel train(
      Dataset<Row> table, TrainSpec spec, TrainOptions options, Progress progress) {
    List<SpecViolation> misfits = TrainingPreflight.misfits(spec);
    if (!misfits.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          misfits.stream()
              .map(misfit -> misfit.key() + ": " + misfit.what())
              .collect(Collectors.joining("\n")));
    }
    progress.step("read the training table");
    Dataset<Row> rows = TrainingWindow.within(table, spec, options.runDate(), progress);
    Dataset<Row> labelled =
        TrainingData.of(rows, spec, options.carried()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> dropped = TrainingData.countDropped(labelled, spec);
      options.runDate().ifPresent(runDate -> LeakageCheck.refuse(labelled, spec, runDate));
      Splitter.Parts parts = Splitter.split(TrainingData.used(labelled), spec.split(), spec.seed());
      return train(parts, rows.schema(), dropped, spec, options, progress);
    } finally {
      labelled.unpersist();
    }
  }

  /**
   * Row counts of a training.
   *
   * @param dropped rows in neither part, by reason
   */
  public record Counts(long train, long holdout, Map<String, Long> dropped) {}

  /**
   * Checks that a table has the columns of a specification, without reading a row.
   *
   * @throws AlmanacException CONFIG_INVALID, MISSING_COLUMN, WRONG_TYPE or BAD_LABEL
   */
  public static void requireColumns(Dataset<Row> table, TrainSpec spec, LocalDate runDate) {
    TrainingData.of(
        TrainingWindow.within(table, spec, Optional.of(runDate), Progress.SILENT), spec, List.of());
  }

  /**
   * Reads, splits and counts the rows, as a training does before its fit.
   *
   * @throws AlmanacException EMPTY_DATASET, BAD_LABEL or BAD_SPLIT, and as {@link #requireColumns}
   */
  public static Counts count(Dataset<Row> table, TrainSpec spec, LocalDate runDate) {
    Dataset<Row> rows = TrainingWindow.within(table, spec, Optional.of(runDate), Progress.SILENT);
    Dataset<Row> labelled =
        TrainingData.of(rows, spec, List.of()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> dropped = TrainingData.countDropped(labelled, spec);
      LeakageCheck.refuse(labelled, spec, runDate);
      Splitter.Parts parts = Splitter.split(TrainingData.used(labelled), spec.split(), spec.seed());
      Labels.of(parts.train(), parts.holdout(), spec);
      return new Counts(parts.trainRows(), parts.holdoutRows(), dropped);
    } finally {
      labelled.unpersist();
    }
  }

  private static TrainedModel train(
      Splitter.Parts parts,
      StructType schema,
      Map<String, Long> dropped,
      TrainSpec spec,
      TrainOptions options,
      Progress progress) {
    FitDataset prepared =
        new FitDataset(parts, schema, dropped, spec, options.carried(), Optional.empty());
    boolean done = false;
    try {
      progress.fact(
          "%s to learn from, %s held out, %s left out%s"
              .formatted(
                  Text.count(prepared.trainRows(), "row"),
                  Text.grouped(prepared.holdoutRows()),
                  Text.grouped(dropped.values().stream().mapToLong(Long::longValue).sum()),
                  dropped.isEmpty() ? "" : ": " + DropReasons.describe(dropped)));
      options.agreed().accept(prepared.signature());
      AlgorithmSpec algorithm =
          options
              .search()
              .choose(spec, folds -> rehearsals(parts.train(), schema, spec, prepared, folds));
      progress.step("fit " + algorithm.algorithm().word());
      TrainedModel trained = prepared.fit(algorithm, options.start());
      LOG.info(
          "fitted algorithm={} train_rows={} holdout_rows={}",
          algorithm.algorithm().word(),
          trained.trainRows(),
          trained.holdoutRows());
      done = true;
      return trained;
    } finally {
      if (!done) {
        prepared.close();
      }
    }
  }

  /**
   * Cross-validation folds of the training rows. Each fold computes its own statistics, so that no
   * information leaks between folds.
   */
  private static List<ParameterSearch.Rehearsal> rehearsals(
      Dataset<Row> train, StructType schema, TrainSpec spec, FitDataset whole, FoldSpec folds) {
    List<ParameterSearch.Rehearsal> rehearsals = new ArrayList<>();
    for (Splitter.Parts parts : Folds.of(train, folds, spec.split(), spec.seed())) {
      rehearsals.add(
          new FitDataset(
              parts, schema, Map.of(), spec, List.of(), Optional.of(whole.signature().labels())));
    }
    return rehearsals;
  }
}
