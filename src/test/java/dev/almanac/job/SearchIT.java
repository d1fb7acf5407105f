package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Metric;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.SearchResult;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SearchSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import dev.almanac.training.ParameterSearch;
import dev.almanac.training.TrainOptions;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import dev.almanac.training.WarmStart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class SearchIT {
  private static final TrainSpec SPEC =
      ModelFixture.spec(Algorithm.GLM, TaskType.REGRESSION, Map.of("max-iter", 5));

  /** Amounts below zero, which a gamma cannot have. */
  private static final Dataset<Row> ROWS =
      ModelFixture.rows(300).withColumn("amount", functions.expr("amount - 40"));

  @Test
  void takesTheBestOfWhatCanBeFittedAndReportsWhatCannot() {
    ModelSearch search =
        search(
            Map.of(
                "family", new SearchSpec.Range.Values(List.of("gamma", "gaussian")),
                "reg-param", new SearchSpec.Range.Values(List.of(1e9, 0.0))),
            2,
            OptionalInt.empty(),
            Clock.systemUTC());
    try (TrainedModel model = train(search)) {
      SearchResult result = search.result().orElseThrow();
      assertThat(result.metric()).isEqualTo(Metric.RMSE);
      assertThat(result.tries()).hasSize(4);
      assertThat(result.tries())
          .filteredOn(tried -> tried.params().containsValue("gamma"))
          .hasSize(2)
          .allSatisfy(tried -> assertThat(tried.failure()).contains("glm could not be fitted"));
      assertThat(result.tries().get(result.chosen()).params())
          .isEqualTo(Map.of("family", "gaussian", "reg-param", "0.0"));
      GeneralizedLinearRegressionModel last =
          (GeneralizedLinearRegressionModel)
              model.pipeline().stages()[model.pipeline().stages().length - 1];
      assertThat(last.getRegParam()).isZero();
      assertThat(model.trainRows() + model.holdoutRows()).isEqualTo(300);
    }
  }

  @Test
  void beginsNoTryOnceTheTimeIsUp() {
    ModelSearch search =
        search(
            Map.of("reg-param", new SearchSpec.Range.Values(List.of(0.0, 0.1, 0.2))),
            1,
            OptionalInt.of(5),
            new HourlyClock());
    train(search).close();
    assertThat(search.result().orElseThrow().tries()).hasSize(1);
    assertThat(search.result().orElseThrow().left()).isEqualTo(2);
  }

  @Test
  void failsWhereNothingCanBeFitted() {
    ModelSearch search =
        search(
            Map.of("family", new SearchSpec.Range.Values(List.of("gamma"))),
            1,
            OptionalInt.empty(),
            Clock.systemUTC());
    assertThatThrownBy(() -> train(search))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("of 1 try of the search none succeeded")
        .hasMessageContaining("family = gamma: failed: glm could not be fitted");
  }

  @Test
  void drawsTheSameCombinationsForASeed() {
    SearchSpec spec =
        new SearchSpec(
            Map.of(
                "max-iter", new SearchSpec.Range.Between(1, 100, false),
                "reg-param", new SearchSpec.Range.Between(1e-6, 1, true)),
            OptionalInt.of(20),
            Metric.RMSE,
            new FoldSpec.Holdout(0.2),
            1,
            OptionalInt.empty());
    List<AlgorithmSpec> drawn = spec.candidates(SPEC.algorithm(), 7);
    assertThat(drawn).hasSize(20).isEqualTo(spec.candidates(SPEC.algorithm(), 7));
    assertThat(drawn).isNotEqualTo(spec.candidates(SPEC.algorithm(), 8));
    assertThat(drawn)
        .extracting(candidate -> (Double) candidate.params().get("reg-param"))
        .allSatisfy(value -> assertThat(value).isBetween(1e-6, 1.0))
        .filteredOn(value -> value < 1e-3)
        .as("evenly on the scale of logarithms")
        .hasSizeBetween(5, 15);
  }

  /** Rows are released only when nothing reads them any more. */
  @Test
  void endsTheSparkJobsOfOtherTriesBeforeItReleasesTheirRows() {
    ModelSearch search =
        search(
            Map.of("reg-param", new SearchSpec.Range.Values(List.of(0.0, 0.1))),
            2,
            OptionalInt.empty(),
            Clock.systemUTC());
    SlowOrBroken rows = new SlowOrBroken();

    assertThatThrownBy(() -> search.choose(SPEC, folds -> List.of(rows)))
        .hasMessageContaining("a bug in the first try");

    assertThat(rows.begun.getCount()).isZero();
    assertThat(rows.runningWhenClosed).isEmpty();
  }

  /** The second fit runs for hours, the first fails once the second has begun. */
  private static final class SlowOrBroken implements ParameterSearch.Rehearsal {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private final CountDownLatch begun = BEGUN;
    private List<Integer> runningWhenClosed = List.of(-1);

    @Override
    public TrainedModel fit(AlgorithmSpec algorithm) {
      if (Double.valueOf(0.1).equals(algorithm.params().get("reg-param"))) {
        ForeachFunction<Row> slow =
            row -> {
              BEGUN.countDown();
              Thread.sleep(1);
            };
        TestSpark.session().range(1_000_000_000).toDF().foreach(slow);
      }
      try {
        BEGUN.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalStateException("a bug in the first try");
    }

    @Override
    public int slots(AlgorithmSpec algorithm) {
      return 1;
    }

    @Override
    public void close() {
      SparkStatusTracker jobs = TestSpark.session().sparkContext().statusTracker();
      int[] tagged = jobs.getJobIdsForTag("almanac-search-20260501t031500z-0123456789");
      assertThat(tagged).isNotEmpty();
      // The tracker hears of the end of a job a little later than its thread.
      for (int i = 0; i < 300 && !running(jobs, tagged).isEmpty(); i++) {
        LockSupport.parkNanos(100_000_000);
      }
      runningWhenClosed = running(jobs, tagged);
    }

    private static List<Integer> running(SparkStatusTracker jobs, int[] tagged) {
      return Arrays.stream(tagged)
          .filter(job -> jobs.getJobInfo(job).get().status() == JobExecutionStatus.RUNNING)
          .boxed()
          .toList();
    }
  }

  /** Two fits that take all slots at once would wait for each other's slots. */
  @Test
  void runsNoMoreTriesAtOnceThanHaveSlots() {
    ModelSearch search =
        search(
            Map.of("reg-param", new SearchSpec.Range.Values(List.of(0.0, 0.1))),
            2,
            OptionalInt.empty(),
            Clock.systemUTC());
    WideFits fits = new WideFits();

    assertThatThrownBy(() -> search.choose(SPEC, folds -> List.of(fits)))
        .hasMessageContaining("of 2 tries of the search none succeeded");

    assertThat(fits.most).hasValue(1);
  }

  /** Each fit takes both slots of the session, and fails after it has waited for a second fit. */
  private static final class WideFits implements ParameterSearch.Rehearsal {
    private final CountDownLatch both = new CountDownLatch(2);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public TrainedModel fit(AlgorithmSpec algorithm) {
      int now = running.incrementAndGet();
      most.accumulateAndGet(now, Math::max);
      both.countDown();
      try {
        boolean met = both.await(1, TimeUnit.SECONDS);
        throw new AlmanacException(ErrorCode.SPARK_FAILED, "met another fit: " + met);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public int slots(AlgorithmSpec algorithm) {
      return 2;
    }

    @Override
    public void close() {}
  }

  private static TrainedModel train(ModelSearch search) {
    TrainOptions options =
        new TrainOptions(
            Optional.empty(), List.of(), signature -> {}, (ParameterSearch) search, WarmStart.NONE);
    return new Trainer().train(ROWS, SPEC, options, Progress.SILENT);
  }

  private static ModelSearch search(
      Map<String, SearchSpec.Range> over, int parallel, OptionalInt minutes, Clock clock) {
    return new ModelSearch(
        TestSpark.session(),
        new SearchSpec(
            over, OptionalInt.empty(), Metric.RMSE, new FoldSpec.KFold(2), parallel, minutes),
        DecisionSpec.MIDDLE,
        new RunContext(
            new RunId("20260501t031500z-0123456789"),
            LocalDate.of(2026, 5, 1),
            clock,
            "tester",
            Map.of(),
            "",
            Progress.SILENT));
  }

  /** An hour passes whenever somebody asks. */
  private static final class HourlyClock extends Clock {
    private Instant now = Instant.parse("2026-05-01T03:15:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public synchronized Instant instant() {
      now = now.plus(Duration.ofHours(1));
      return now;
    }
  }
}
