package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.evaluation.Evaluator;
import dev.almanac.evaluation.Gate;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.pmml.PmmlModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.StagedVersion;
import dev.almanac.registry.VersionFacts;
import dev.almanac.scoring.EngineSelector;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.Parity;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains, judges, exports and publishes one version. The registry changes in two ways only: a
 * refusal is recorded, or a version is registered (and its alias moved) after all checks held.
 * Whatever fails before leaves at most files that nothing refers to.
 */
public final class TrainJob {
  /** Rows of the holdout whose answers are written into the PMML, for whoever loads it. */
  private static final int VERIFICATION_ROWS = 20;

  private final SparkSession spark;
  private final ModelRegistry registry;
  private final UnaryOperator<String> locations;

  /**
   * A job on a session and a registry.
   *
   * @param locations makes the locations of a job file absolute
   */
  public TrainJob(SparkSession spark, ModelRegistry registry, UnaryOperator<String> locations) {
    this.spark = spark;
    this.registry = registry;
    this.locations = locations;
  }

  /**
   * Runs it.
   *
   * @throws AlmanacException {@code GATE_REFUSED} or {@code PARITY_FAILED} if the model was trained
   *     and not let in, which the ledger then tells; whatever a step raises otherwise
   */
  public TrainResult run(JobSpec job, RunContext run) {
    Preflight.require(job);
    // Claimed before the hours of training: a registry that cannot be written is found out now.
    StagedVersion staged = registry.stage(job.model(), run.runId());
    try {
      return train(job, run, staged);
    } catch (Exception e) {
      AlmanacException told = JobFailures.told("training " + job.model(), e);
      discard(staged, told);
      throw told;
    }
  }

  private TrainResult train(JobSpec job, RunContext run, StagedVersion staged) {
    TrainSpec spec = job.train();
    run.progress().step("find " + sourceNames(spec));
    Table table = new SourceReader(spark, locations).read(spec.dataset(), run.runDate());
    try (TrainedModel trained =
        new Trainer().trainBefore(run.runDate(), table.rows(), spec, run.progress())) {
      ScoringEngine reference = new SparkEngine(trained.pipeline());
      Evaluation evaluation = evaluate(job, run, trained, reference);
      byte[] pmml = export(job, run, trained);
      ParityCertificate parity = compare(job, run, trained, reference, pmml);
      return publish(job, run, staged, table, trained, evaluation, pmml, parity);
    }
  }

  private Evaluation evaluate(
      JobSpec job, RunContext run, TrainedModel trained, ScoringEngine reference) {
    run.progress()
        .step(String.format(Locale.ROOT, "evaluate on %,d holdout rows", trained.holdoutRows()));
    Dataset<Row> scored =
        reference
            .score(trained.holdout(), trained.signature(), job.decision())
            .filter(ForecastColumns.REJECT_REASON + " IS NULL");
    Evaluation evaluation =
        Evaluator.evaluate(
            scored,
            job.train().task(),
            job.train().label(),
            trained.signature().labels(),
            trained.signature().positive());
    List<String> violations = Gate.check(job.train().gate(), evaluation);
    if (!violations.isEmpty()) {
      registry.recordRefusal(job.model(), run.runId(), violations, Optional.of(evaluation));
      throw new AlmanacException(
          ErrorCode.GATE_REFUSED,
          "the model was trained and misses its gate, so it was not published:%n  %s%nThe refusal stands in the ledger; aliases and forecasts are as they were. Improve the features or the algorithm, or change train.gate."
              .formatted(String.join(System.lineSeparator() + "  ", violations)));
    }
    return evaluation;
  }

  private static byte[] export(JobSpec job, RunContext run, TrainedModel trained) {
    run.progress().step("export to PMML");
    byte[] pmml =
        PmmlExporter.export(
            trained.pipeline(),
            trained.signature(),
            trained.holdout().limit(VERIFICATION_ROWS),
            new PmmlExporter.About(
                job.model().value(),
                job.description(),
                "Almanac",
                run.libraries().getOrDefault("almanac", "unknown"),
                run.clock().instant()));
    PmmlModel.load(pmml).verify();
    run.progress()
        .fact(
            String.format(Locale.ROOT, "%,d KiB, embedded verification holds", pmml.length / 1024));
    return pmml;
  }

  private ParityCertificate compare(
      JobSpec job, RunContext run, TrainedModel trained, ScoringEngine reference, byte[] pmml) {
    run.progress().step("compare the export with Spark");
    TrainSpec.Parity parity = job.train().parity();
    ParityCertificate certificate =
        Parity.compare(
            spark,
            Parity.probe(trained.holdout(), trained.signature(), parity.rows(), job.train().seed()),
            reference,
            new JpmmlEngine(pmml, Digests.sha256(pmml)),
            EngineSelector.PMML_FORM,
            trained.signature(),
            job.decision(),
            parity.tolerance());
    if (!certificate.holds()) {
      String figures =
          String.format(
              Locale.ROOT,
              "pmml against %s on %,d rows: largest difference %.3g (allowed %.3g), %d labels differ, %d rows only one side answered or answered with no finite number",
              certificate.reference(),
              certificate.rows(),
              certificate.largestDifference(),
              certificate.tolerance(),
              certificate.labelFlips(),
              certificate.refusals());
      registry.recordRefusal(job.model(), run.runId(), List.of(figures), Optional.empty());
      throw new AlmanacException(
          ErrorCode.PARITY_FAILED,
          "the exported PMML does not mean what was trained, so nothing was published.%n  %s%n  %s%nPlease report this: a job that passes 'almanac check' should export faithfully."
              .formatted(
                  figures, String.join(System.lineSeparator() + "  ", certificate.examples())));
    }
    run.progress()
        .fact(
            String.format(
                Locale.ROOT,
                "%,d rows, %,d of them at the edges, largest difference %.1e",
                certificate.rows(),
                certificate.edgeRows(),
                certificate.largestDifference()));
    return certificate;
  }

  private TrainResult publish(
      JobSpec job,
      RunContext run,
      StagedVersion staged,
      Table table,
      TrainedModel trained,
      Evaluation evaluation,
      byte[] pmml,
      ParityCertificate parity) {
    run.progress().step("publish to the registry");
    staged.put(Artifacts.PMML, pmml);
    save(trained.pipeline(), staged.location(Artifacts.PIPELINE));
    VersionFacts facts =
        new VersionFacts(
            trained.signature(),
            job.decision(),
            evaluation,
            job.train().gate(),
            List.of(parity),
            Provenances.of(job, run, parent(job), table.sources(), trained),
            job.train().algorithm().algorithm().word(),
            job.description());
    ModelVersion version = registry.publish(staged, facts).version();
    run.progress().fact(version + " registered");
    Optional<Alias> moved = job.alias();
    moved.ifPresent(
        alias -> {
          registry.moveAlias(
              job.model(),
              alias,
              version.number(),
              OptionalInt.empty(),
              "passed its gate in run " + run.runId(),
              run.runId());
          run.progress().fact(alias + " → " + version);
        });
    return new TrainResult(version, trained.trainRows(), evaluation, List.of(parity), moved);
  }

  /** What the new version is to follow: whatever the job's alias points to now. */
  private Optional<ParentVersion> parent(JobSpec job) {
    return registry.current(job.model(), job.alias().orElse(Alias.CHAMPION));
  }

  private static void save(PipelineModel pipeline, String location) {
    try {
      pipeline.save(location);
    } catch (IOException e) {
      throw new AlmanacException(
          ErrorCode.STORE_UNAVAILABLE,
          "the Spark pipeline could not be saved to %s: %s%nCheck that the executors can write there."
              .formatted(location, e.getMessage()),
          e);
    }
  }

  private static void discard(StagedVersion staged, AlmanacException cause) {
    try {
      staged.discard();
    } catch (RuntimeException e) {
      // What stays is not referred to by anything; the first error is the one to tell.
      cause.addSuppressed(e);
    }
  }

  private static String sourceNames(TrainSpec spec) {
    return String.join(
        ", ", spec.dataset().sources().stream().map(source -> source.name()).toList());
  }
}
