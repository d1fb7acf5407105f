package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.RunRecord;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.WhenEmpty;
import dev.almanac.data.KeyOrigin;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.Publication;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Scores a full table and publishes the forecasts of one run date. Models and source versions are
 * resolved once, at the beginning. The rows are read once for any number of models. One Delta
 * commit at the end makes the forecasts visible. Challengers have separate tables, which are
 * published afterwards; then the job's forecasts are exported to the database that it names.
 */
public final class ScoreJob {
  private final SparkSession spark;
  private final ModelRegistry registry;
  private final PlatformSpec platform;
  private final EngineLoader engines;

  /** A job with a session, a registry and the platform's configuration. */
  public ScoreJob(SparkSession spark, ModelRegistry registry, PlatformSpec platform) {
    this.spark = spark;
    this.registry = registry;
    this.platform = platform;
    this.engines = new EngineLoader(spark, registry);
  }

  /**
   * Scores with the current version of the job file's reference.
   *
   * @throws AlmanacException the errors of all steps, among them {@code VERSION_WITHDRAWN} if the
   *     version was withdrawn during the run; the forecast table is then unchanged, unless the code
   *     is {@code OUTCOME_UNKNOWN}; or {@code COPY_FAILED}, {@code COPY_MISMATCH}, after which the
   *     forecasts are published
   */
  public ScoreResult run(JobSpec job, RunContext run) {
    return run(job, ModelRef.parse(job.score().model()), run);
  }

  /** Scores with a given version, such as the one that was just trained. */
  public ScoreResult run(JobSpec job, ModelVersion version, RunContext run) {
    return run(job, new ModelRef.ByNumber(version), run);
  }

  /** Scores with the current version of a reference. */
  ScoreResult run(JobSpec job, ModelRef ref, RunContext run) {
    RunRecorder notes = new RunRecorder(job, run, tableLocation(job.forecasts().table()));
    RunTableWriter log = new RunTableWriter(spark, platform);
    ScoreResult result;
    try {
      result = score(job, ref, run, notes);
    } catch (Exception e) {
      AlmanacException translated =
          JobFailures.translate("scoring with " + ref, e, job.score().dataset(), platform::resolve);
      log.writeFailure(notes.ended(translated), translated, run.progress());
      throw translated;
    }
    if (result.skipped()) {
      log.write(List.of(notes.skipped()), run.progress());
      return result;
    }
    Optional<AlmanacException> unnamed = catalogName().register(job, run.progress());
    CopyOutcome copy =
        new DatabaseExport(spark, platform).copy(job, run.runDate(), run.runId(), run.progress());
    String reason = unnamed.map(e -> e.code() + ": " + e.getMessage()).orElse("");
    List<RunRecord> rows = new ArrayList<>();
    rows.add(notes.published(result.tableVersion().orElseThrow(), reason, copy));
    for (ChallengerResult challenger : result.challengers()) {
      String location = tableLocation(challenger.spec().forecasts().table());
      notes.challenger(challenger, location).ifPresent(rows::add);
    }
    log.write(rows, run.progress());
    if (unnamed.isPresent()) {
      throw unnamed.get();
    }
    return result.with(copy.orThrow());
  }

  /**
   * Checks the job's tables before anything is trained or scored for them.
   *
   * @throws AlmanacException ANOTHER_JOBS_FORECASTS if the run date is another job's;
   *     CONFIG_INVALID
   */
  public void requireTables(JobSpec job, RunContext run) {
    try {
      new TableOwnership(warehouse(), job).require(run.runDate());
    } catch (Exception e) {
      throw JobFailures.translate("looking at the forecast table", e);
    }
  }

  private ScoreResult score(JobSpec job, ModelRef ref, RunContext run, RunRecorder notes) {
    catalogName().require(job);
    // The first queries of a session take seconds on one core; loading a model uses another.
    try (BackgroundTask<Optional<String>> owner =
        BackgroundTask.start(
            spark,
            "owner",
            run,
            () -> new TableOwnership(warehouse(), job).require(run.runDate()))) {
      return score(job, ref, run, notes, owner);
    }
  }

  /**
   * @param owner check that the date is the job's, complete before anything is scored; its result
   *     is a warning
   */
  private ScoreResult score(
      JobSpec job,
      ModelRef ref,
      RunContext run,
      RunRecorder notes,
      BackgroundTask<Optional<String>> owner) {
    ScoreSpec spec = job.score();
    run.progress().step("load " + ref);
    ScoringPlan chosen = ScoringPlan.choose(registry, engines, spec, ref, run.progress());
    notes.versions(
        chosen.publishing().stream().map(scorer -> scorer.registered().version()).toList(),
        chosen.main().engine().name());
    run.progress()
        .step(
            "read "
                + String.join(
                    ", ", spec.dataset().sources().stream().map(source -> source.name()).toList()));
    Table table = new SourceReader(spark, platform::resolve).read(spec.dataset(), run.runDate());
    notes.sources(table.sources());
    ScoringPlan scorers = chosen.fitting(table.rows());
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(KeyOrigin.warnings(table.rows(), spec.keys()));
    Capacity.of(spark).check(scorers.all(), run.progress());

    run.progress().step("score");
    List<GuardedModel> models =
        job.forecasts().guards().isOff() ? List.of() : GuardedModel.of(registry, scorers);
    PassCounts counts = new PassCounts(table, spec, scorers, models, job.forecasts().guards());
    MultiModelScoring pass = new MultiModelScoring(scorers, spec, table.rows(), counts);
    Publisher publisher = new Publisher(registry, warehouse(), job, run, table, pass);
    PublishRequest request = publisher.main(scorers);
    owner.get().ifPresent(run.progress()::fact);
    warehouse().requireFits(request);
    pass.run().compute();
    notes.rowsIn(counts.rows());
    warnings.addAll(counts.warnings());
    run.progress().fact(Text.count(counts.rows(), "row"));
    warnings.forEach(warning -> run.progress().fact("warning: " + warning));
    if (counts.rows() == 0 && spec.whenEmpty() == WhenEmpty.SKIP) {
      run.progress().fact("no row to forecast: nothing is published (score.when-empty = skip)");
      return withoutRows(job, scorers, table, warnings);
    }

    run.progress().step("write");
    RunInspection inspection =
        new RunInspection(registry, warehouse(), job, run, scorers, models, counts, notes);
    Publication publication = publisher.publish(request, inspection);
    return new ScoreResult(
        scorers.main().registered().version(),
        scorers.segmentVersions(),
        scorers.main().engine().name(),
        scorers.main().reason(),
        publication.rows(),
        inspection.findings(),
        job.forecasts().table(),
        publication.table(),
        OptionalLong.of(publication.tableVersion()),
        table.sources(),
        warnings,
        pass.run().sampleKey(pass.prefix()),
        publisher.challengers(scorers),
        Optional.empty());
  }

  private ScoreResult withoutRows(
      JobSpec job, ScoringPlan scorers, Table table, List<String> warnings) {
    return new ScoreResult(
        scorers.main().registered().version(),
        scorers.segmentVersions(),
        scorers.main().engine().name(),
        scorers.main().reason(),
        new RowCounts(0, 0, Map.of()),
        List.of(),
        job.forecasts().table(),
        tableLocation(job.forecasts().table()),
        OptionalLong.empty(),
        table.sources(),
        warnings,
        Map.of(),
        List.of(),
        Optional.empty());
  }

  private CatalogName catalogName() {
    return new CatalogName(spark, warehouse());
  }

  private Warehouse warehouse() {
    return ForecastTables.warehouse(spark, platform);
  }

  /** The location of a table: under the warehouse's root, or its own path. */
  private String tableLocation(String table) {
    return ForecastTables.location(platform, table);
  }
}
