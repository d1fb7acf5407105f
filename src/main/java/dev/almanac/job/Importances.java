package dev.almanac.job;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.compiled.CompileResult;
import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Field;
import dev.almanac.core.Importance;
import dev.almanac.core.Metric;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelColumns;
import dev.almanac.forecast.BlockScorer;
import dev.almanac.forecast.RowModel;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.training.LearnedWeights;
import dev.almanac.training.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Feature importances of a model: its own, and permutation importances on a sample of the holdout.
 */
final class Importances {
  private static final int REPEATS = 3;
  private static final int MOST_ROWS = 5_000;
  private static final int FEWEST_ROWS = 200;

  /** Total number of forecasts; a model with many inputs gets a smaller sample. */
  private static final long FORECASTS = 2_000_000;

  private final TrainedModel trained;
  private final Signature signature;

  private Importances(TrainedModel trained) {
    this.trained = trained;
    this.signature = trained.signature();
  }

  /**
   * The importances; absent for clustering, which has no labels.
   *
   * @param pmml the exported document, which scores the sample if it can be compiled
   */
  static Optional<Importance> of(JobSpec job, RunContext run, TrainedModel trained, byte[] pmml) {
    if (job.train().task() == TaskType.CLUSTERING) {
      return Optional.empty();
    }
    run.progress().step("measure what the model learned of each input");
    Importances importances = new Importances(trained);
    List<Row> sample = importances.sample(job);
    LearnedWeights learned =
        LearnedWeights.of(
            trained.pipeline(), trained.signature(), job.train(), trained.train().limit(MOST_ROWS));
    Importance found = importances.importance(learned, sample, pmml, job.train().seed());
    run.progress()
        .fact(
            found
                .permutation()
                .map(
                    by ->
                        "loss of %s by permutation, on %s"
                            .formatted(by.metric().word(), Text.count(by.rows(), "holdout row")))
                .orElse("not by permutation: the export is not compiled, or has one label"));
    return Optional.of(found);
  }

  /** The same rows at every call, for any order and partitions of the holdout. */
  private List<Row> sample(JobSpec job) {
    long byWidth = FORECASTS / ((long) REPEATS * Math.max(1, signature.inputs().size()));
    int rows = (int) Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, byWidth));
    Column draw = xxhash64(lit(job.train().seed()), ExactNames.column(ModelColumns.ROW));
    List<Column> columns = new ArrayList<>();
    signature.inputs().forEach(input -> columns.add(ExactNames.column(input.name())));
    columns.add(ExactNames.column(job.train().label()));
    return trained
        .judged()
        .orderBy(draw, ExactNames.column(ModelColumns.ROW))
        .limit(rows)
        .select(columns.toArray(Column[]::new))
        .collectAsList();
  }

  private Importance importance(LearnedWeights learned, List<Row> sample, byte[] pmml, long seed) {
    Optional<Permuted> permuted =
        CompiledModel.compile(PmmlModel.load(pmml), signature)
                instanceof CompileResult.Compiled compiled
            ? permuted(compiled.model(), PmmlModel.load(pmml), sample, seed)
            : Optional.empty();
    List<Importance.Input> inputs = new ArrayList<>();
    for (int i = 0; i < signature.inputs().size(); i++) {
      Field field = signature.inputs().get(i);
      Double share = learned.byInput().get(field.name());
      double[] losses = permuted.isPresent() ? permuted.get().losses().get(i) : new double[0];
      inputs.add(
          new Importance.Input(
              field.name(),
              share == null ? OptionalDouble.empty() : OptionalDouble.of(share),
              losses.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean(losses)),
              losses.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(deviation(losses))));
    }
    return new Importance(
        learned.measure(),
        permuted.map(Permuted::how),
        inputs,
        learned.terms(),
        learned.termCount());
  }

  /** The losses of each input, one per repeat. */
  private record Permuted(Importance.Permutation how, List<double[]> losses) {}

  private Optional<Permuted> permuted(
      CompiledModel compiled, PmmlModel document, List<Row> sample, long seed) {
    BlockScorer scorer =
        new BlockScorer(RowModel.of(document, compiled, signature, DecisionSpec.MIDDLE));
    double[] all = actual(sample);
    PermutationScores first = new PermutationScores(signature, all);
    first.clear(all.length);
    scorer.score(new HoldoutSample(sample, signature, compiled), all.length, first);
    int[] kept = first.accepted();
    List<Row> rows = Arrays.stream(kept).mapToObj(sample::get).toList();
    PermutationScores scores = new PermutationScores(signature, actual(rows));
    HoldoutSample cells = new HoldoutSample(rows, signature, compiled);
    double base = score(scorer, cells, scores);
    if (!Double.isFinite(base)) {
      return Optional.empty();
    }
    Metric metric = PermutationScores.metric(signature.task());
    int sign = metric.better() == Metric.Better.HIGHER ? -1 : 1;
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> losses = new ArrayList<>();
    for (int input = 0; input < signature.inputs().size(); input++) {
      double[] loss = new double[REPEATS];
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        cells.permute(input, order(rows.size(), random));
        double value = score(scorer, cells, scores);
        loss[repeat] = Double.isFinite(value) ? sign * (value - base) : 0;
      }
      losses.add(loss);
    }
    return Optional.of(
        new Permuted(new Importance.Permutation(metric, base, rows.size(), REPEATS), losses));
  }

  private static double score(BlockScorer scorer, HoldoutSample cells, PermutationScores scores) {
    scores.clear(cells.rows());
    scorer.score(cells, cells.rows(), scores);
    return scores.value();
  }

  /** The label's index or the regression target; the label is the last column. */
  private double[] actual(List<Row> rows) {
    int label = signature.inputs().size();
    Map<String, Integer> indexes = new HashMap<>();
    signature.labels().forEach(name -> indexes.put(name, indexes.size()));
    return rows.stream()
        .mapToDouble(
            row ->
                signature.task() == TaskType.REGRESSION
                    ? row.getDouble(label)
                    : indexes.getOrDefault(row.getString(label), -1))
        .toArray();
  }

  /** A random permutation of the numbers from 0 on. */
  private static int[] order(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / Math.max(1, values.length - 1));
  }
}
