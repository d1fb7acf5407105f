package dev.almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowAccount;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.data.ExactNames;
import dev.almanac.data.SourceReader;
import dev.almanac.data.Table;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.Publication;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores a full table and publishes the forecasts of one run date. Which models score and what
 * state of the sources they score are settled once, at the beginning; the rows are read once,
 * whatever the number of models; one Delta commit at the end is the only thing that becomes
 * visible. Challengers have tables of their own, which are published after that.
 */
public final class ScoreJob {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreJob.class);

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

  private ScoreResult run(JobSpec job, ModelRef ref, RunContext run) {
    try {
      return score(job, ref, run);
    } catch (Exception e) {
      throw JobFailures.told("scoring with " + ref, e);
    }
  }

  private ScoreResult score(JobSpec job, ModelRef ref, RunContext run) {
    ScoreSpec spec = job.score();
    run.progress().step("load " + ref);
    Scorers chosen = Scorers.choose(registry, engines, spec, ref, run.progress());
    run.progress()
        .step(
            "read "
                + String.join(
                    ", ", spec.dataset().sources().stream().map(source -> source.name()).toList()));
    Table table = new SourceReader(spark, platform::resolve).read(spec.dataset(), run.runDate());
    Scorers scorers = chosen.fitting(table.rows());
    long rowsIn = table.rows().count();
    run.progress().fact(String.format(Locale.ROOT, "%,d rows", rowsIn));
    new Capacity(spark).check(scorers.all(), rowsIn, run.progress());

    run.progress().step("score and publish");
    try (Pass pass = new Pass(scorers, spec, table.rows())) {
      Publisher publisher = new Publisher(job, run, table, rowsIn, pass);
      Publication publication = publisher.main(scorers);
      Map<String, String> sampleKey = sampleKey(publication, spec.keys(), run);
      return new ScoreResult(
          scorers.main().registered().version(),
          scorers.segmentVersions(),
          scorers.main().engine().name(),
          scorers.main().reason(),
          publication.rows(),
          job.forecasts().table(),
          publication.table(),
          publication.tableVersion(),
          table.sources(),
          sampleKey,
          publisher.challengers(scorers));
    }
  }

  /** Publishes what the models said in one pass. */
  private final class Publisher {
    private final JobSpec job;
    private final RunContext run;
    private final Table table;
    private final long rowsIn;
    private final Pass pass;
    private final Warehouse warehouse = new Warehouse(spark, ScoreJob.this::tableLocation);

    Publisher(JobSpec job, RunContext run, Table table, long rowsIn, Pass pass) {
      this.job = job;
      this.run = run;
      this.table = table;
      this.rowsIn = rowsIn;
      this.pass = pass;
    }

    Publication main(Scorers scorers) {
      PublishRequest request =
          request(pass.main(), scorers.main(), scorers.segmentVersions(), job.forecasts());
      Publication publication = publish(request, scorers.publishing());
      tell(publication.rows());
      return publication;
    }

    /**
     * Challengers come after the job's own forecasts, and what goes wrong with them stays there.
     */
    List<ChallengerResult> challengers(Scorers scorers) {
      List<ChallengerResult> results = new ArrayList<>();
      scorers.absent().forEach((spec, why) -> results.add(leftOut(spec, why)));
      scorers.challengers().forEach((spec, scorer) -> results.add(challenger(spec, scorer)));
      return results;
    }

    private ChallengerResult challenger(ChallengerSpec spec, Scorer scorer) {
      run.progress().step("publish challenger " + spec.name());
      try {
        Publication publication =
            publish(request(pass.of(spec), scorer, Map.of(), spec.forecasts()), List.of(scorer));
        tell(publication.rows());
        return new ChallengerResult.Published(
            spec.name(),
            scorer.registered().version(),
            scorer.engine().name(),
            publication.rows(),
            publication.table(),
            publication.tableVersion());
      } catch (AlmanacException e) {
        return leftOut(spec, e);
      }
    }

    private ChallengerResult leftOut(ChallengerSpec spec, AlmanacException why) {
      LOG.warn("runId={} challenger={} left out", run.runId(), spec.name(), why);
      run.progress().fact("challenger %s is left out: %s".formatted(spec.name(), why.getMessage()));
      return new ChallengerResult.LeftOut(spec.name(), why);
    }

    private Publication publish(PublishRequest request, List<Scorer> scorers) {
      Runnable lastCheck =
          () -> scorers.forEach(scorer -> registry.requireUsable(scorer.registered()));
      return pass.isKept()
          ? warehouse.publishKept(request, lastCheck)
          : warehouse.publish(request, lastCheck);
    }

    private void tell(RowAccount rows) {
      run.progress()
          .fact(
              String.format(
                  Locale.ROOT, "%,d forecasts, %,d rejects", rows.scored(), rows.rejectedRows()));
    }

    private PublishRequest request(
        Dataset<Row> scored,
        Scorer scorer,
        Map<String, ModelVersion> segments,
        ForecastSpec forecasts) {
      return new PublishRequest(
          scored,
          rowsIn,
          scorer.signature().task(),
          job.score().keys(),
          job.score().passThrough(),
          forecasts.table(),
          forecasts.rejects(),
          run.runDate(),
          scorer.registered().version(),
          segments,
          run.runId(),
          run.clock().instant(),
          table.sources(),
          Digests.sha256(job.effective()),
          job.score().maxRejectedShare());
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
