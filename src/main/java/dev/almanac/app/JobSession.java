package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.data.SparkSessions;
import dev.almanac.job.Backfill;
import dev.almanac.job.ExportBackfill;
import dev.almanac.job.RunContext;
import dev.almanac.job.ScoreJob;
import dev.almanac.job.TrainJob;
import dev.almanac.job.TrainPlanner;
import dev.almanac.registry.ModelRegistry;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Spark session, registry and run of a command. Open it after the job file is validated, so that
 * configuration errors do not start Spark.
 */
final class JobSession implements AutoCloseable {
  private final LoadedJob loaded;
  private final RunContext run;
  private final SparkSession spark;
  private final ModelRegistry registry;
  private final Optional<SparkTaskProgress> ticker;
  private final Optional<ConsoleProgress> progress;

  private JobSession(
      LoadedJob loaded,
      RunContext run,
      SparkSession spark,
      ModelRegistry registry,
      Optional<ConsoleProgress> progress) {
    this.loaded = loaded;
    this.run = run;
    this.spark = spark;
    this.registry = registry;
    this.progress = progress;
    this.ticker =
        progress.map(
            shown ->
                new SparkTaskProgress(
                        JavaSparkContext.fromSparkContext(spark.sparkContext()).statusTracker(),
                        shown)
                    .start());
  }

  static JobSession open(
      String command,
      LoadedJob loaded,
      JobOptions options,
      Output output,
      ProcessEnvironment surroundings) {
    return open(command, loaded, options, options.runDate(loaded.job()), output, surroundings);
  }

  /** Opens a session whose first run is for the given date. */
  static JobSession open(
      String command,
      LoadedJob loaded,
      JobOptions options,
      LocalDate runDate,
      Output output,
      ProcessEnvironment surroundings) {
    var runId = options.runId(surroundings);
    Optional<ConsoleProgress> progress = output.progress(surroundings);
    progress.ifPresent(
        shown ->
            shown.step(
                "%s %s for %s, run %s".formatted(command, loaded.job().model(), runDate, runId)));
    SparkSession spark =
        SparkSessions.open(loaded.platform(), "almanac " + command + " " + loaded.job().model());
    try {
      RunContext run =
          new RunContext(
              runId,
              runDate,
              surroundings.clock(),
              surroundings.user(),
              Libraries.of(spark),
              BuildInfo.load().commit(),
              progress.<Progress>map(shown -> shown).orElse(Progress.SILENT));
      ModelRegistry registry =
          RegistryAccess.open(
              loaded.platform(), surroundings, () -> spark.sparkContext().hadoopConfiguration());
      return new JobSession(loaded, run, spark, registry, progress);
    } catch (RuntimeException e) {
      spark.stop(); // no caller has the session yet
      throw e;
    }
  }

  TrainJob trainJob() {
    return new TrainJob(spark, registry, loaded.platform()::resolve);
  }

  TrainPlanner trainPlanner() {
    return new TrainPlanner(spark, registry, loaded.platform()::resolve);
  }

  ScoreJob scoreJob() {
    return new ScoreJob(spark, registry, loaded.platform());
  }

  Backfill backfill() {
    return new Backfill(spark, registry, loaded.platform());
  }

  ExportBackfill copies() {
    return new ExportBackfill(spark, loaded.platform());
  }

  RunContext run() {
    return run;
  }

  /** Creates another run in this session, for a date. */
  RunContext run(LocalDate date, RunId id) {
    run.progress().step("score " + loaded.job().model() + " for " + date + ", run " + id);
    return new RunContext(
        id, date, run.clock(), run.user(), run.libraries(), run.gitCommit(), run.progress());
  }

  /**
   * Stops Spark before the process exits; otherwise a cluster manager reports the job as failed.
   */
  @Override
  public void close() {
    ticker.ifPresent(SparkTaskProgress::close);
    progress.ifPresent(ConsoleProgress::end);
    spark.stop();
  }
}
