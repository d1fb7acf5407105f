package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.xxhash64;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.ChampionRule;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Metric;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.core.spec.GateRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares two models on the rows that both scored. The metrics are exact, on all of these rows;
 * the confidence interval of their difference uses at most about {@link #SAMPLED_ROWS} of them.
 * Stateless and thread-safe.
 */
public final class ChampionComparer {
  /** BIGINT: identifies the row. */
  public static final String ROW = "row";

  /** The actual label: STRING, or DOUBLE in regression. */
  public static final String ACTUAL = "actual";

  /**
   * STRUCT of the new model's forecast, in columns of {@link ForecastColumns}; null if it has none.
   */
  public static final String NOW = "now";

  /** The same for the champion. */
  public static final String BEFORE = "before";

  /** Above this number, rows are sampled and the interval is scaled to all rows. */
  static final int SAMPLED_ROWS = 100_000;

  private static final long BUCKETS = 1L << 40;

  /**
   * Result of a comparison.
   *
   * @param problems why a metric could not be compared, one sentence each
   */
  public record Outcome(List<ChampionComparison> comparisons, List<String> problems) {
    /** Copies the lists. */
    public Outcome {
      comparisons = List.copyOf(comparisons);
      problems = List.copyOf(problems);
    }
  }

  private final ParentVersion champion;
  private final TaskType task;
  private final List<String> labels;
  private final String positive;
  private final long seed;

  /**
   * Creates a comparer.
   *
   * @param labels every label that either model knows; empty in regression
   * @param positive the positive label of a binary task; empty otherwise
   * @param seed seed of the interval
   */
  public ChampionComparer(
      ParentVersion champion, TaskType task, List<String> labels, String positive, long seed) {
    this.champion = champion;
    this.task = task;
    this.labels = List.copyOf(labels);
    this.positive = positive;
    this.seed = seed;
  }

  /**
   * Compares the models in each metric whose rule has a champion limit.
   *
   * @param both {@link #ROW}, {@link #ACTUAL}, {@link #NOW} and {@link #BEFORE}, one row for each
   *     holdout row; read several times
   */
  public Outcome compare(Dataset<Row> both, List<GateRule> rules) {
    Column now = col(NOW).isNotNull();
    Column before = col(BEFORE).isNotNull();
    Row counted =
        both.agg(
                count_if(now.and(before)),
                count_if(now.and(col(BEFORE).isNull())),
                count_if(before.and(col(NOW).isNull())),
                count_if(col(NOW).isNull().and(col(BEFORE).isNull())))
            .head();
    long rows = counted.getLong(0);
    if (rows == 0) {
      return new Outcome(List.of(), List.of(nothing(counted)));
    }
    Dataset<Row> common = both.filter(now.and(before));
    Evaluation ofNow = evaluate(common, NOW);
    Evaluation ofBefore = evaluate(common, BEFORE);
    PairedBootstrap bootstrap = new PairedBootstrap(sample(common, rows), rows, seed);
    List<ChampionComparison> comparisons = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (GateRule rule : rules) {
      if (rule.champion().isEmpty()) {
        continue;
      }
      ChampionRule requested = rule.champion().get();
      Metric metric = rule.metric();
      Optional<Double> value = ofNow.metric(metric);
      Optional<Double> other = ofBefore.metric(metric);
      if (value.isEmpty() || other.isEmpty()) {
        problems.add(
            "%s cannot be compared with the champion, %s: of %s it has no value on the %s holdout rows that both scored"
                .formatted(
                    metric.word(),
                    champion,
                    value.isEmpty() ? "the new model" : "the champion",
                    Text.grouped(rows)));
        continue;
      }
      double difference = ChampionComparison.difference(metric, value.get(), other.get());
      PairedBootstrap.Interval interval =
          bootstrap.interval(metric, difference, requested.confidence());
      comparisons.add(
          new ChampionComparison(
              champion,
              metric,
              value.get(),
              other.get(),
              difference,
              interval.low(),
              interval.high(),
              requested,
              rows,
              counted.getLong(1),
              counted.getLong(2),
              counted.getLong(3)));
    }
    return new Outcome(comparisons, problems);
  }

  private String nothing(Row counted) {
    return "the new model cannot be compared with the champion, %s: there is no holdout row that both score; the new one scores %s, the champion %s"
        .formatted(champion, Text.grouped(counted.getLong(1)), Text.grouped(counted.getLong(2)));
  }

  private Evaluation evaluate(Dataset<Row> common, String side) {
    return Evaluator.evaluate(
        common.select(col(ACTUAL), col(side + ".*")), task, ACTUAL, labels, positive);
  }

  /** Samples rows. Selection and order depend on the rows' content and the seed only. */
  private PairedScores sample(Dataset<Row> common, long rows) {
    Dataset<Row> some = common;
    if (rows > SAMPLED_ROWS) {
      long kept = (long) ((double) SAMPLED_ROWS / rows * BUCKETS);
      some = common.filter(pmod(xxhash64(lit(seed), col(ROW)), lit(BUCKETS)).lt(lit(kept)));
    }
    boolean regression = task == TaskType.REGRESSION;
    List<Row> found =
        new ArrayList<>(
            some.select(
                    col(ROW),
                    col(ACTUAL),
                    number(NOW).as("a"),
                    number(BEFORE).as("b"),
                    regression ? lit("") : col(NOW + "." + ForecastColumns.DECISION),
                    regression ? lit("") : col(BEFORE + "." + ForecastColumns.DECISION))
                .collectAsList());
    found.sort(
        Comparator.<Row>comparingLong(row -> row.getLong(0))
            .thenComparing(row -> String.valueOf(row.get(1)))
            .thenComparingDouble(row -> number(row, 2))
            .thenComparingDouble(row -> number(row, 3))
            .thenComparing(row -> row.getString(4) + row.getString(5)));
    double[] actual = new double[found.size()];
    PairedScores.Side now = side(found, regression, 2, 4);
    PairedScores.Side before = side(found, regression, 3, 5);
    for (int i = 0; i < actual.length; i++) {
      Row row = found.get(i);
      actual[i] = regression ? row.getDouble(1) : labels.indexOf(row.getString(1));
    }
    return new PairedScores(task, labels, labels.indexOf(positive), actual, now, before);
  }

  private PairedScores.Side side(List<Row> rows, boolean regression, int number, int decided) {
    return new PairedScores.Side(
        regression
            ? new int[0]
            : rows.stream().mapToInt(row -> labels.indexOf(row.getString(decided))).toArray(),
        rows.stream().mapToDouble(row -> number(row, number)).toArray());
  }

  /** The number, or 0 for null: the probability of a label that the model does not know. */
  private static double number(Row row, int index) {
    return row.isNullAt(index) ? 0 : row.getDouble(index);
  }

  private Column number(String side) {
    return switch (task) {
      case BINARY -> col(side + "." + ForecastColumns.PROBABILITY);
      case MULTICLASS ->
          try_element_at(col(side + "." + ForecastColumns.PROBABILITIES), col(ACTUAL));
      case CLUSTERING ->
          throw new IllegalArgumentException("a clustering has no truth to compare two models by");
      case REGRESSION -> col(side + "." + ForecastColumns.PREDICTION);
    };
  }
}
