package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.SearchResult;
import dev.almanac.core.Text;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.SearchSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.training.ParameterSearch;
import dev.almanac.training.TrainedModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Hyperparameter search: evaluates the job's candidates concurrently and takes the best. A failed
 * trial is reported and ignored. For single use.
 */
final class ModelSearch implements ParameterSearch {
  private final SparkSession spark;
  private final SearchSpec search;
  private final DecisionSpec decision;
  private final RunContext run;
  private Optional<SearchResult> result = Optional.empty();

  ModelSearch(SparkSession spark, SearchSpec search, DecisionSpec decision, RunContext run) {
    this.spark = spark;
    this.search = search;
    this.decision = decision;
    this.run = run;
  }

  /** The trials; empty before the search. */
  Optional<SearchResult> result() {
    return result;
  }

  /**
   * Runs the search.
   *
   * @throws AlmanacException SPARK_FAILED if no trial succeeds, with the reason of each
   */
  @Override
  public AlgorithmSpec choose(TrainSpec spec, Function<FoldSpec, List<Rehearsal>> folds) {
    List<AlgorithmSpec> candidates = search.candidates(spec.algorithm(), spec.seed());
    run.progress()
        .step(
            "search %s of %s by %s, %s is better, %s"
                .formatted(
                    Text.count(candidates.size(), "combination"),
                    String.join(", ", search.over().keySet()),
                    search.metric().word(),
                    search.metric().better().name().toLowerCase(Locale.ROOT),
                    describe(search.folds())));
    List<Rehearsal> rehearsals = folds.apply(search.folds());
    try {
      List<Optional<SearchResult.Try>> tried = tryAll(spec, candidates, rehearsals);
      List<AlgorithmSpec> begun = new ArrayList<>();
      List<SearchResult.Try> tries = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        if (tried.get(i).isPresent()) {
          begun.add(candidates.get(i));
          tries.add(tried.get(i).get());
        }
      }
      int best = best(tries);
      result =
          Optional.of(
              new SearchResult(
                  search.metric(),
                  describe(search.folds()),
                  tries,
                  best,
                  candidates.size() - tries.size()));
      run.progress().fact("chosen: " + describe(tries.get(best)));
      return begun.get(best);
    } finally {
      rehearsals.forEach(Rehearsal::close);
    }
  }

  /** In the order of the candidates; empty for one that was not started within the time limit. */
  private List<Optional<SearchResult.Try>> tryAll(
      TrainSpec spec, List<AlgorithmSpec> candidates, List<Rehearsal> rehearsals) {
    Clock clock = run.clock();
    Instant begun = clock.instant();
    // Closed before the cached rows that its threads read are released.
    try (TaggedThreads threads =
        new TaggedThreads(spark, "search", run, parallel(candidates, rehearsals))) {
      List<Future<Optional<SearchResult.Try>>> futures = new ArrayList<>();
      for (AlgorithmSpec candidate : candidates) {
        boolean first = futures.isEmpty();
        futures.add(
            threads.submit(
                () ->
                    !first && timeIsUp(clock, begun)
                        ? Optional.empty()
                        : Optional.of(attempt(spec, candidate, rehearsals, clock))));
      }
      List<Optional<SearchResult.Try>> tries = new ArrayList<>();
      for (Future<Optional<SearchResult.Try>> future : futures) {
        Optional<SearchResult.Try> done = future.get();
        done.ifPresent(found -> run.progress().fact(describe(found)));
        tries.add(done);
      }
      return tries;
    } catch (ExecutionException e) {
      throw JobFailures.translate("searching parameters", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JobFailures.translate("searching parameters", e);
    }
  }

  /**
   * Number of concurrent trials: at most {@code search.parallel}, and limited by the slots for the
   * widest fit. Two barrier stages would take slots from each other and wait.
   */
  private int parallel(List<AlgorithmSpec> candidates, List<Rehearsal> rehearsals) {
    int widest = 1;
    for (AlgorithmSpec candidate : candidates) {
      for (Rehearsal rehearsal : rehearsals) {
        widest = Math.max(widest, rehearsal.slots(candidate));
      }
    }
    SparkContext context = spark.sparkContext();
    int slots =
        context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
    int room = Math.max(1, slots / widest);
    if (room < search.parallel()) {
      run.progress()
          .fact(
              String.format(
                  Locale.ROOT,
                  "%d instead of %d tries at a time: a fit takes %d of %d slots",
                  room,
                  search.parallel(),
                  widest,
                  slots));
    }
    return Math.min(search.parallel(), room);
  }

  /** Not checked for the first trial, which always runs: without one there is no result. */
  private boolean timeIsUp(Clock clock, Instant begun) {
    if (search.minutes().isEmpty()) {
      return false;
    }
    Duration limit = Duration.ofMinutes(search.minutes().getAsInt());
    return Duration.between(begun, clock.instant()).compareTo(limit) > 0;
  }

  private SearchResult.Try attempt(
      TrainSpec spec, AlgorithmSpec candidate, List<Rehearsal> rehearsals, Clock clock) {
    Instant begun = clock.instant();
    Map<String, String> params = new TreeMap<>();
    search
        .over()
        .keySet()
        .forEach(name -> params.put(name, String.valueOf(candidate.params().get(name))));
    try {
      List<Double> values = new ArrayList<>();
      for (Rehearsal rehearsal : rehearsals) {
        values.add(value(spec, rehearsal.fit(candidate)));
      }
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double variance =
          values.stream()
              .mapToDouble(value -> (value - mean) * (value - mean))
              .average()
              .orElseThrow();
      return new SearchResult.Try(
          params,
          OptionalDouble.of(mean),
          OptionalDouble.of(Math.sqrt(variance)),
          seconds(begun, clock),
          "");
    } catch (AlmanacException e) {
      return new SearchResult.Try(
          params,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          seconds(begun, clock),
          Text.message(String.valueOf(e.getMessage())));
    }
  }

  private double value(TrainSpec spec, TrainedModel model) {
    Evaluation evaluation = Holdouts.evaluate(spec, model, decision);
    Metric metric = search.metric();
    return evaluation
        .metric(metric)
        .orElseThrow(
            () ->
                new AlmanacException(
                    ErrorCode.EMPTY_DATASET,
                    "%s has no value on a validation part of %s.\nUse fewer folds or another metric."
                        .formatted(metric.word(), Text.count(evaluation.rows(), "row"))));
  }

  private int best(List<SearchResult.Try> tries) {
    int best = -1;
    for (int i = 0; i < tries.size(); i++) {
      OptionalDouble mean = tries.get(i).mean();
      if (mean.isPresent()
          && (best < 0 || better(mean.getAsDouble(), tries.get(best).mean().getAsDouble()))) {
        best = i;
      }
    }
    if (best < 0) {
      throw new AlmanacException(
          ErrorCode.SPARK_FAILED,
          String.format(
              Locale.ROOT,
              "of %s of the search none succeeded:%n  %s%nChange train.search.over, or look"
                  + " at the features.",
              Text.count(tries.size(), "try"),
              tries.stream()
                  .map(ModelSearch::describe)
                  .collect(Collectors.joining(System.lineSeparator() + "  "))));
    }
    return best;
  }

  private boolean better(double value, double than) {
    return search.metric().better() == Metric.Better.LOWER ? value < than : value > than;
  }

  private static String describe(SearchResult.Try tried) {
    String params =
        tried.params().entrySet().stream()
            .map(entry -> entry.getKey() + " = " + entry.getValue())
            .collect(Collectors.joining(", "));
    return tried.mean().isPresent()
        ? String.format(
            Locale.ROOT,
            "%s: %.4f ± %.4f in %.0f s",
            params,
            tried.mean().getAsDouble(),
            tried.deviation().orElse(0),
            tried.seconds())
        : params + ": failed: " + tried.failure();
  }

  private static String describe(FoldSpec folds) {
    if (folds instanceof FoldSpec.KFold k) {
      return String.format(Locale.ROOT, "%d folds", k.folds());
    }
    if (folds instanceof FoldSpec.TimeFolds time) {
      return String.format(Locale.ROOT, "%d slices of time, each judged by the next", time.folds());
    }
    return "one validation part of " + ((FoldSpec.Holdout) folds).share();
  }

  private static double seconds(Instant begun, Clock clock) {
    return Duration.between(begun, clock.instant()).toMillis() / 1000.0;
  }
}
