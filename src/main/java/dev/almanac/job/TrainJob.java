package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Evaluation;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.GateResult;
import dev.almanac.core.Importance;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Profile;
import dev.almanac.core.SearchResult;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.evaluation.Plausibility;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.monitoring.Profiler;
import dev.almanac.registry.MlflowDescriptor;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.StagedVersion;
import dev.almanac.registry.VersionFacts;
import dev.almanac.report.HtmlReport;
import dev.almanac.report.ReportFacts;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SparkEngine;
import dev.almanac.training.ExportedPipeline;
import dev.almanac.training.ParameterSearch;
import dev.almanac.training.TrainOptions;
import dev.almanac.training.TrainedModel;
import dev.almanac.training.Trainer;
import dev.almanac.training.WarmStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains, evaluates, exports and publishes one version. The registry changes in two ways only: a
 * refusal is recorded, or a version is registered (and its alias moved) after all checks passed. An
 * earlier failure leaves at most orphan files.
 */
public final class TrainJob {
  private final SparkSession spark;
  private final ModelRegistry registry;
  private final UnaryOperator<String> locations;

  /**
   * A job with a session and a registry.
   *
   * @param locations makes the locations of a job file absolute
   */
  public TrainJob(SparkSession spark, ModelRegistry registry, UnaryOperator<String> locations) {
    this.spark = spark;
    this.registry = registry;
    this.locations = locations;
  }

  /**
   * Runs the training.
   *
   * @throws AlmanacException {@code GATE_REFUSED} or {@code PARITY_FAILED} if the trained model was
   *     refused, which the ledger then records; {@code ALIAS_MOVED} if the version is registered
   *     and its alias was not moved, because another user moved it during the training; the errors
   *     of other steps
   */
  public TrainResult run(JobSpec job, RunContext run) {
    Preflight.require(job);
    // Staged before the training: a read-only registry is detected now.
    StagedVersion staged = registry.stage(job.model(), run.runId());
    try {
      return train(job, run, staged);
    } catch (Exception e) {
      AlmanacException translated =
          JobFailures.translate("training " + job.model(), e, job.train().dataset(), locations);
      discard(staged, translated);
      throw translated;
    }
  }

  private TrainResult train(JobSpec requested, RunContext run, StagedVersion staged) {
    Promotion promotion = Promotion.begin(registry, requested);
    run.progress().step("find " + sourceNames(requested.train()));
    Table table =
        new SourceReader(spark, locations).read(requested.train().dataset(), run.runDate());
    ResolvedFeatures resolved =
        ResolvedFeatures.of(requested, table.rows().schema(), run.progress());
    JobSpec job = resolved.job();
    Optional<RegisteredVersion> standing =
        UnchangedCheck.of(registry, job, promotion.base(), run, table);
    if (standing.isPresent()) {
      run.progress()
          .fact(
              "neither the sources nor the job changed: nothing is trained, %s stands"
                  .formatted(standing.get().version()));
      staged.discard();
      return TrainResult.standing(standing.get());
    }
    List<String> ofSources = warnings(job.train(), run, table);
    return fit(job, run, staged, table, promotion)
        .withFeatures(resolved.summary())
        .withWarnings(ofSources);
  }

  /** Warnings about how the sources are read. */
  private static List<String> warnings(TrainSpec spec, RunContext run, Table table) {
    List<String> warnings = new ArrayList<>(table.warnings());
    if (table.isText()) {
      Set<String> columns = new TreeSet<>(spec.features().stream().map(FeatureSpec::name).toList());
      columns.add(spec.label());
      warnings.addAll(table.counted(columns).warnings());
    }
    warnings.forEach(warning -> run.progress().fact("warning: " + warning));
    return warnings;
  }

  private TrainResult fit(
      JobSpec job, RunContext run, StagedVersion staged, Table table, Promotion promotion) {
    TrainSpec spec = job.train();
    GateJudge gate = GateJudge.of(registry, job, promotion.base(), run, table.rows());
    HoldoutForecasts kept = new HoldoutForecasts(job, table.rows().schema());
    WarmStart start = Continuation.of(spark, registry, job, promotion.base(), run);
    Optional<ModelSearch> search =
        spec.search().map(required -> new ModelSearch(spark, required, job.decision(), run));
    try (TrainedModel trained =
            new Trainer()
                .train(
                    table.rows(),
                    spec,
                    new TrainOptions(
                        Optional.of(run.runDate()),
                        union(gate.carried(), kept.carried()),
                        signature -> requireDecidable(signature, job),
                        search.map(ParameterSearch.class::cast).orElse(ParameterSearch.NONE),
                        start),
                    run.progress());
        // Reads its rows with one thread, so it hardly slows the steps before its result is needed.
        BackgroundTask<List<FieldProfile>> inputs =
            BackgroundTask.start(
                spark,
                "profile",
                run,
                () -> Profiler.inputs(trained.signature(), trained.train(), trained.trainRows()))) {
      ScoringEngine reference = new SparkEngine(trained.pipeline());
      ModelExport export = ModelExport.of(spark, registry, job, run, trained, reference);
      Dataset<Row> scored = scored(job, trained, export.fastest(), union(gate.read(), kept.read()));
      Dataset<Row> forecasts = scored.filter(ForecastColumns.REJECT_REASON + " IS NULL");
      try {
        Evaluation evaluation = evaluate(job, run, trained, forecasts);
        GateResult judgement =
            gate.judge(evaluation, trained.signature(), scored, forecasts)
                .with(warnings(job, run, trained, evaluation, forecasts));
        run.progress().step("profile inputs and forecasts");
        Profile profile =
            new Profile(
                trained.trainRows(),
                inputs.get(),
                evaluation.rows(),
                Profiler.forecasts(spec.task(), forecasts, evaluation.rows()));
        Optional<Importance> importance = Importances.of(job, run, trained, export.pmml());
        kept.write(forecasts, staged.location(Artifacts.HOLDOUT));
        Findings findings =
            new Findings(
                evaluation,
                judgement,
                search.flatMap(ModelSearch::result),
                export,
                importance,
                profile);
        return publish(job, run, staged, table, trained, findings, promotion);
      } finally {
        scored.unpersist();
      }
    }
  }

  /** Results about a model before it is published. */
  private record Findings(
      Evaluation evaluation,
      GateResult judgement,
      Optional<SearchResult> search,
      ModelExport export,
      Optional<Importance> importance,
      Profile profile) {}

  private static List<String> union(Collection<String> some, Collection<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /** A decision about labels that do not occur fails before the fit, not after it. */
  private static void requireDecidable(Signature signature, JobSpec job) {
    if (signature.task().isClassification()) {
      Decider.of(signature, job.decision());
    }
  }

  /**
   * The whole scored holdout with the required columns; cached until the gate and the profile are
   * complete.
   */
  private static Dataset<Row> scored(
      JobSpec job, TrainedModel trained, ScoringEngine engine, List<String> extraColumns) {
    Dataset<Row> scored = engine.score(trained.judged(), trained.signature(), job.decision());
    Column[] read =
        Arrays.stream(scored.columns())
            .filter(
                name ->
                    ForecastColumns.RESERVED.contains(name)
                        || name.equals(job.train().label())
                        || extraColumns.contains(name))
            .map(ExactNames::column)
            .toArray(Column[]::new);
    return scored.select(read).persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Evaluation evaluate(
      JobSpec job, RunContext run, TrainedModel trained, Dataset<Row> forecasts) {
    run.progress()
        .step(String.format(Locale.ROOT, "evaluate on %,d holdout rows", trained.holdoutRows()));
    return Holdouts.evaluate(job.train(), trained, forecasts);
  }

  private static List<String> warnings(
      JobSpec job,
      RunContext run,
      TrainedModel trained,
      Evaluation evaluation,
      Dataset<Row> forecasts) {
    List<String> warnings =
        Plausibility.warnings(
            evaluation,
            trained.signature(),
            job.train().label(),
            forecasts,
            trained.holdout(),
            job.train().seed());
    warnings.forEach(warning -> run.progress().fact("warning: " + warning));
    return warnings;
  }

  private TrainResult publish(
      JobSpec job,
      RunContext run,
      StagedVersion staged,
      Table table,
      TrainedModel trained,
      Findings findings,
      Promotion promotion) {
    run.progress().step("publish to the registry");
    VersionFacts facts =
        new VersionFacts(
            trained.signature(),
            job.decision(),
            findings.evaluation(),
            job.train().gate(),
            findings.judgement(),
            findings.search(),
            findings.export().parity(),
            findings.importance(),
            Provenances.of(job, run, promotion.base(), table.sources(), trained),
            job.train().algorithm().algorithm().word(),
            job.description());
    stage(job, staged, trained, facts, findings);
    ModelVersion version = registry.publish(staged, facts).version();
    run.progress().fact(version + " registered");
    promotion.promote(version, run);
    return new TrainResult(
        version,
        trained.trainRows(),
        findings.evaluation(),
        findings.export().parity(),
        findings.judgement().warnings(),
        job.alias(),
        false,
        List.of());
  }

  private static void stage(
      JobSpec job,
      StagedVersion staged,
      TrainedModel trained,
      VersionFacts facts,
      Findings findings) {
    staged.put(Artifacts.PMML, findings.export().pmml());
    staged.put(Artifacts.PMML_JSON, findings.export().json());
    save(ExportedPipeline.of(trained), staged.location(Artifacts.PIPELINE));
    staged.put(Artifacts.PROFILE, ProfileJson.write(findings.profile()));
    staged.put(
        Artifacts.REPORT,
        HtmlReport.render(
            new ReportFacts(
                job.model(),
                facts.description(),
                facts.algorithm(),
                facts.signature(),
                facts.decision(),
                facts.evaluation(),
                facts.gate(),
                facts.judgement(),
                facts.search(),
                facts.parity(),
                facts.importance(),
                facts.provenance(),
                findings.profile())));
    staged.put(
        MlflowDescriptor.NAME,
        MlflowDescriptor.render(
            job.model(),
            facts,
            new MlflowDescriptor.Forms(Artifacts.PIPELINE, Artifacts.PMML, Artifacts.PMML_JSON)));
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
      // Remaining files are not referenced; the first error is the one to report.
      cause.addSuppressed(e);
    }
  }

  private static String sourceNames(TrainSpec spec) {
    return String.join(
        ", ", spec.dataset().sources().stream().map(source -> source.name()).toList());
  }
}
