package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Profile;
import dev.almanac.core.RowAccount;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.ModelInput;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.warehouse.Inspection;
import dev.almanac.warehouse.LastForecasts;
import dev.almanac.warehouse.Publication;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores a full table and publishes the forecasts of one run date. What model scores and what state
 * of the sources it scores are settled once, at the beginning; one Delta commit at the end is the
 * only thing that becomes visible.
 */
public final class ScoreJob {
  private final SparkSession spark;
  private final ModelRegistry registry;
  private final PlatformSpec platform;
  private final KeptEngines engines;

  /** A job on a session, a registry and a site. */
  public ScoreJob(SparkSession spark, ModelRegistry registry, PlatformSpec platform) {
    this.spark = spark;
    this.registry = registry;
    this.platform = platform;
    this.engines = new KeptEngines(spark, registry);
  }

  /**
   * Scores with the version that the job file's reference means now.
   *
   * @throws AlmanacException whatever a step raises, among them {@code VERSION_WITHDRAWN} if that
   *     happened while the run was under way; the forecast table is then as it was, unless the code
   *     is {@code OUTCOME_UNKNOWN}
   */
  public ScoreResult run(JobSpec job, RunContext run) {
    return run(job, ModelRef.parse(job.score().model()), run);
  }

  /** Scores with a given version, such as the one that was just trained. */
  public ScoreResult run(JobSpec job, ModelVersion version, RunContext run) {
    return run(job, new ModelRef.ByNumber(version), run);
  }

  /** Scores with the version that a reference means now. */
  ScoreResult run(JobSpec job, ModelRef ref, RunContext run) {
    RunNotes notes = new RunNotes(job, run, tableLocation(job.forecasts().table()));
    RunLog log = new RunLog(spark, platform);
    ScoreResult result;
    try {
      result = score(job, ref, run, notes);
    } catch (Exception e) {
      AlmanacException told = JobFailures.told("scoring with " + ref, e);
      log.writeFailure(notes.ended(told), told, run.progress());
      throw told;
    }
    log.write(List.of(notes.published(result.tableVersion())), run.progress());
    return result;
  }

  private ScoreResult score(JobSpec job, ModelRef ref, RunContext run, RunNotes notes) {
    run.progress().step("load " + ref);
    RegisteredVersion registered = registry.resolve(ref);
    KeptEngines.Chosen chosen = engines.choose(registered, job.score().engine());
    ScoringEngine engine = chosen.engine();
    notes.versions(List.of(registered.version()), engine.name());
    run.progress()
        .fact(
            "%s by engine %s: %s".formatted(registered.version(), engine.name(), chosen.reason()));

    ScoreSpec spec = job.score();
    run.progress()
        .step(
            "read "
                + String.join(
                    ", ", spec.dataset().sources().stream().map(source -> source.name()).toList()));
    Table table = new SourceReader(spark, platform::resolve).read(spec.dataset(), run.runDate());
    notes.sources(table.sources());
    Signature signature = registered.manifest().facts().signature();
    ModelInput.check(table.rows(), signature.inputs());
    long rowsIn = table.rows().count();
    notes.rowsIn(rowsIn);
    run.progress().fact(String.format(Locale.ROOT, "%,d rows", rowsIn));

    run.progress().step("score and publish");
    Dataset<Row> scored =
        engine.score(table.rows(), signature, registered.manifest().facts().decision());
    Inspector inspector = new Inspector(job, run, registered, table, notes);
    Publication publication =
        warehouse()
            .publish(request(job, run, registered, table, rowsIn, scored, engine), inspector);
    run.progress()
        .fact(
            String.format(
                Locale.ROOT,
                "%,d forecasts, %,d rejects",
                publication.rows().scored(),
                publication.rows().rejectedRows()));
    return new ScoreResult(
        registered.version(),
        engine.name(),
        chosen.reason(),
        publication.rows(),
        inspector.findings,
        job.forecasts().table(),
        publication.table(),
        publication.tableVersion(),
        table.sources(),
        sampleKey(publication, spec.keys(), run));
  }

  private static PublishRequest request(
      JobSpec job,
      RunContext run,
      RegisteredVersion registered,
      Table table,
      long rowsIn,
      Dataset<Row> scored,
      ScoringEngine engine) {
    return new PublishRequest(
        scored,
        rowsIn,
        registered.manifest().facts().signature().task(),
        job.score().keys(),
        job.score().passThrough(),
        job.forecasts().table(),
        job.forecasts().rejects(),
        run.runDate(),
        registered.version(),
        run.runId(),
        run.clock().instant(),
        table.sources(),
        Digests.sha256(job.effective()),
        job.score().maxRejectedShare(),
        job.score().maxRejectedRows(),
        engine.name());
  }

  private Warehouse warehouse() {
    return new Warehouse(spark, this::tableLocation);
  }

  /** What a version knows of its training; nothing if it keeps no profile that can be read. */
  private Optional<Profile> profile(RegisteredVersion registered) {
    VersionArtifacts artifacts = registry.open(registered);
    try {
      return artifacts.has(Artifacts.PROFILE)
          ? Optional.of(ProfileJson.read(artifacts.read(Artifacts.PROFILE)))
          : Optional.empty();
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
        throw e;
      }
      // Forecasts do not need it, and guards tell that there was none.
      return Optional.empty();
    }
  }

  /** The guards of the job, on one run. */
  private final class Inspector implements Inspection {
    private final JobSpec job;
    private final RunContext run;
    private final RegisteredVersion registered;
    private final Table table;
    private final RunNotes notes;
    private List<GuardFinding> findings = List.of();

    Inspector(
        JobSpec job, RunContext run, RegisteredVersion registered, Table table, RunNotes notes) {
      this.job = job;
      this.run = run;
      this.registered = registered;
      this.table = table;
      this.notes = notes;
    }

    @Override
    public List<GuardFinding> inspect(Dataset<Row> scored, RowAccount rows) {
      notes.rows(rows);
      if (job.forecasts().guards().isOff()) {
        return List.of();
      }
      run.progress().step("compare with training and with what is published");
      Signature signature = registered.manifest().facts().signature();
      GuardInspection guards =
          new GuardInspection(job.forecasts().guards(), signature, profile(registered));
      Optional<LastForecasts> last =
          guards.looksBack()
              ? warehouse().last(job.forecasts().table(), run.runDate())
              : Optional.empty();
      findings = guards.inspect(table.rows(), scored, rows, job.score().keys(), last);
      return findings;
    }

    @Override
    public void summed(String summary) {
      notes.summary(summary);
      run.progress().step("publish");
    }

    @Override
    public void lastCheck() {
      registry.requireUsable(registered);
    }
  }

  /** Where a table of this site stands: under the warehouse's root, or where its path says. */
  private String tableLocation(String table) {
    return ForecastTables.location(platform, table);
  }

  /** The key of any one row that was just published, for the command that looks it up. */
  private Map<String, String> sampleKey(
      Publication publication, List<String> keys, RunContext run) {
    Column[] columns =
        keys.stream().map(key -> ExactNames.column(key).cast("string")).toArray(Column[]::new);
    Row row =
        spark
            .read()
            .format("delta")
            .option("versionAsOf", publication.tableVersion())
            .load(publication.table())
            .filter(col(ForecastColumns.RUN_DATE).equalTo(lit(run.runDate())))
            .select(columns)
            .first();
    Map<String, String> key = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      key.put(keys.get(i), row.getString(i));
    }
    return key;
  }
}
