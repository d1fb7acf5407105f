package dev.almanac.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.ChampionComparison;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PairedBootstrapTest {
  private static final List<String> LABELS = List.of("no", "yes");

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SILHOUETTE", "SMALLEST_SHARE"})
  void twoModelsThatSayTheSameDifferByNothing(Metric metric) {
    PairedScores scores = scores(task(metric), 300, 0.2, 0.2);
    PairedScores same =
        new PairedScores(
            scores.task(),
            scores.labels(),
            scores.positive(),
            scores.actual(),
            scores.now(),
            scores.now());

    assertThat(new PairedBootstrap(same, 300, 7).interval(metric, 0, 0.95))
        .isEqualTo(new PairedBootstrap.Interval(0, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COVERAGE", "SILHOUETTE", "SMALLEST_SHARE"})
  void aBetterModelIsSeenToBeBetter(Metric metric) {
    PairedScores scores = scores(task(metric), 2_000, 0.05, 0.9);
    double difference = difference(metric, scores);
    PairedBootstrap.Interval interval =
        new PairedBootstrap(scores, 2_000, 7).interval(metric, difference, 0.95);

    assertThat(interval.low()).isLessThan(difference);
    assertThat(interval.high()).isGreaterThan(difference);
    if (metric.better() == Metric.Better.HIGHER) {
      assertThat(interval.low()).isPositive();
    } else if (metric != Metric.BIAS && metric != Metric.CALIBRATION_ERROR) {
      assertThat(interval.high()).isNegative();
    }
  }

  @Test
  void theIntervalOfADifferenceOfMeansIsTheTextbooks() {
    PairedScores scores = scores(TaskType.REGRESSION, 2_000, 0.3, 0.5);
    double[] single = new double[2_000];
    for (int row = 0; row < single.length; row++) {
      single[row] =
          Math.abs(scores.now().number()[row] - scores.actual()[row])
              - Math.abs(scores.before().number()[row] - scores.actual()[row]);
    }
    double mean = Arrays.stream(single).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(single).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    double half = 1.96 * deviation / Math.sqrt(single.length);

    PairedBootstrap.Interval interval =
        new PairedBootstrap(scores, 2_000, 7).interval(Metric.MAE, mean, 0.95);
    assertThat(interval.low()).isCloseTo(mean - half, within(0.15 * half));
    assertThat(interval.high()).isCloseTo(mean + half, within(0.15 * half));

    PairedBootstrap.Interval ofMore =
        new PairedBootstrap(scores, 8_000, 7).interval(Metric.MAE, mean, 0.95);
    assertThat(ofMore.high() - ofMore.low())
        .as("a sample of four times the rows: half as wide")
        .isCloseTo((interval.high() - interval.low()) / 2, within(1e-12));
  }

  @Test
  void seedAndRowsDecideItAlone() {
    PairedScores scores = scores(TaskType.BINARY, 500, 0.8, 1.0);
    PairedBootstrap.Interval first =
        new PairedBootstrap(scores, 500, 7).interval(Metric.AUC, 0.01, 0.95);

    assertThat(
            new PairedBootstrap(scores(TaskType.BINARY, 500, 0.8, 1.0), 500, 7)
                .interval(Metric.AUC, 0.01, 0.95))
        .isEqualTo(first);
    assertThat(new PairedBootstrap(scores, 500, 8).interval(Metric.AUC, 0.01, 0.95))
        .isNotEqualTo(first);
  }

  @Test
  void saysNothingWhereResamplesHaveNoValue() {
    // one positive row: a third of the resamples do not have it
    PairedScores one =
        new PairedScores(
            TaskType.BINARY,
            LABELS,
            1,
            new double[] {1, 0, 0},
            new PairedScores.Side(new int[] {1, 0, 0}, new double[] {0.9, 0.2, 0.1}),
            new PairedScores.Side(new int[] {1, 0, 0}, new double[] {0.9, 0.2, 0.1}));

    assertThat(new PairedBootstrap(one, 3, 7).interval(Metric.AUC, 0, 0.95))
        .isEqualTo(PairedBootstrap.Interval.UNKNOWN);
  }

  /** What the evaluation of these rows says, row by row as often as each counts. */
  @Test
  void measuresAsTheEvaluationDoes() {
    PairedScores scores = scores(TaskType.BINARY, 200, 0.9, 1.2);
    byte[] weights = new byte[200];
    for (int row = 0; row < 200; row++) {
      weights[row] = (byte) (row % 3);
    }
    BinaryMetrics measures = new BinaryMetrics(LABELS, "yes");
    IntStream.range(0, 200)
        .boxed()
        .sorted((a, b) -> Double.compare(scores.now().number()[b], scores.now().number()[a]))
        .forEach(
            row ->
                measures.add(
                    LABELS.get((int) scores.actual()[row]),
                    Optional.of(LABELS.get(scores.now().decided()[row])),
                    scores.now().number()[row],
                    weights[row]));
    Evaluation evaluation = measures.evaluation();

    for (Metric metric : Metric.of(TaskType.BINARY)) {
      assertThat(WeightedMetric.of(metric, scores, scores.now()).of(weights))
          .as(metric.word())
          .isCloseTo(evaluation.metric(metric).orElseThrow(), within(1e-12));
    }
  }

  private static TaskType task(Metric metric) {
    return Arrays.stream(TaskType.values())
        .filter(task -> Metric.of(task).contains(metric))
        .findFirst()
        .orElseThrow();
  }

  private static double difference(Metric metric, PairedScores scores) {
    byte[] once = new byte[scores.rows()];
    Arrays.fill(once, (byte) 1);
    return ChampionComparison.difference(
        metric,
        WeightedMetric.of(metric, scores, scores.now()).of(once),
        WeightedMetric.of(metric, scores, scores.before()).of(once));
  }

  /** Two models that add noise to the truth; probabilities have two digits, so that some tie. */
  private static PairedScores scores(TaskType task, int rows, double noise, double otherNoise) {
    SplittableRandom random = new SplittableRandom(11);
    boolean regression = task == TaskType.REGRESSION;
    double[] actual = new double[rows];
    double[][] number = new double[2][rows];
    int[][] decided = new int[2][regression ? 0 : rows];
    for (int row = 0; row < rows; row++) {
      actual[row] = regression ? random.nextDouble() : random.nextInt(2);
      for (int side = 0; side < 2; side++) {
        double error = (side == 0 ? noise : otherNoise) * (random.nextDouble() - 0.5);
        if (regression) {
          number[side][row] = actual[row] + error;
          continue;
        }
        double exact = Math.max(0, Math.min(1, 0.25 + actual[row] / 2 + error));
        double probability = Math.round(100 * exact) / 100.0;
        decided[side][row] = probability >= 0.5 ? 1 : 0;
        number[side][row] =
            task == TaskType.BINARY || actual[row] == 1 ? probability : 1 - probability;
      }
    }
    return new PairedScores(
        task,
        regression ? List.of() : LABELS,
        task == TaskType.BINARY ? 1 : -1,
        actual,
        new PairedScores.Side(decided[0], number[0]),
        new PairedScores.Side(decided[1], number[1]));
  }
}
