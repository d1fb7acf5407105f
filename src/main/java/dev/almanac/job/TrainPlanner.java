package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.training.Trainer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * Computes the plan of a training. It performs the first steps of {@link TrainJob} with the same
 * errors, and writes nothing.
 */
public final class TrainPlanner {
  /** Sources of at most this size are read to count their rows. */
  private static final long MOST_BYTES = 2L << 30;

  private final SparkSession spark;
  private final ModelRegistry registry;
  private final UnaryOperator<String> locations;

  /**
   * A planner with a session and a registry.
   *
   * @param locations makes the locations of a job file absolute
   */
  public TrainPlanner(SparkSession spark, ModelRegistry registry, UnaryOperator<String> locations) {
    this.spark = spark;
    this.registry = registry;
    this.locations = locations;
  }

  /**
   * Computes the plan.
   *
   * @throws AlmanacException the errors of a training before its fit; {@code GATE_REFUSED} is not
   *     recorded
   */
  public TrainPlan plan(JobSpec requested, RunContext run) {
    Preflight.require(requested);
    try {
      return planned(requested, run);
    } catch (Exception e) {
      throw JobFailures.translate(
          "planning the training of " + requested.model(),
          e,
          requested.train().dataset(),
          locations);
    }
  }

  private TrainPlan planned(JobSpec requested, RunContext run) {
    Promotion promotion = Promotion.begin(registry, requested);
    run.progress().step("find the sources");
    Table table =
        new SourceReader(spark, locations).read(requested.train().dataset(), run.runDate());
    ResolvedFeatures resolved =
        ResolvedFeatures.of(requested, table.rows().schema(), run.progress());
    JobSpec job = resolved.job();
    Trainer.requireColumns(table.rows(), job.train(), run.runDate());
    List<String> notes = new ArrayList<>();
    promotion.base().ifPresent(base -> requireComparable(job, base, table, notes));
    long bytes = bytes(table);
    Optional<Trainer.Counts> counts = Optional.empty();
    if (bytes <= MOST_BYTES) {
      run.progress().step("count the rows");
      counts = Optional.of(Trainer.count(table.rows(), job.train(), run.runDate()));
    }
    return new TrainPlan(
        job,
        table.sources(),
        resolved.summary(),
        counts,
        bytes,
        promotion.base(),
        notes,
        UnchangedCheck.of(registry, job, promotion.base(), run, table)
            .map(found -> found.version()));
  }

  private static long bytes(Table table) {
    return table
        .rows()
        .queryExecution()
        .optimizedPlan()
        .stats()
        .sizeInBytes()
        .bigInteger()
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  private void requireComparable(JobSpec job, ParentVersion base, Table table, List<String> notes) {
    if (job.train().gate().stream().noneMatch(rule -> rule.champion().isPresent())) {
      return;
    }
    try {
      GateJudge.champion(registry, job, base, table.rows());
    } catch (AlmanacException e) {
      if (e.code() == ErrorCode.VERSION_WITHDRAWN) {
        notes.add("%s is withdrawn, so the gate has no champion to compare with".formatted(base));
      } else if (e.code().category() == ErrorCategory.EXTERNAL) {
        throw e;
      } else {
        throw new AlmanacException(
            ErrorCode.GATE_REFUSED,
            "the model could not be compared with the champion, %s, so it would not be published: %s"
                .formatted(base, e.getMessage()),
            e);
      }
    }
  }
}
