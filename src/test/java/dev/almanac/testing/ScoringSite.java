package dev.almanac.testing;

import dev.almanac.core.Guard;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.GuardSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WhenEmpty;
import dev.almanac.job.RunContext;
import dev.almanac.job.ScoreJob;
import dev.almanac.job.ScoreResult;
import dev.almanac.lookup.RunHistory;
import dev.almanac.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A site with one small model, a Delta table to score and the forecasts of it. */
public final class ScoringSite {
  private static final LocalDate TRAINED = LocalDate.parse("2026-05-01");

  private final Path folder;
  private final TrainingSite training;
  private final TrainSpec spec;
  private final AtomicInteger runs = new AtomicInteger();

  public ScoringSite(Path folder) {
    this.folder = folder;
    this.training = new TrainingSite(folder);
    this.spec =
        TrainSpecs.like(
                ModelFixture.spec(
                    Algorithm.LOGISTIC_REGRESSION,
                    TaskType.BINARY,
                    Map.of("max-iter", 5),
                    List.of(
                        new FeatureSpec.Numeric("x", MissingPolicy.MEAN, 0),
                        new FeatureSpec.Numeric("whole", MissingPolicy.REJECT, 0),
                        new FeatureSpec.Categorical(
                            "unseen", MissingPolicy.REJECT, UnseenPolicy.LEVEL))))
            .dataset(TrainingSite.dataset("rows"))
            .made();
  }

  /** Writes the training rows, trains, and writes the same rows as the table to score. */
  public void train() {
    rows().write().parquet(training.table("rows"));
    training.train(spec, "{}", TRAINED);
    write(rows());
  }

  /** Trains the same model again: another version, and the champion. */
  public void trainAgain() {
    training.train(spec, "{}", TRAINED);
  }

  /** The rows that the model was trained on. */
  public static Dataset<Row> rows() {
    return ModelFixture.rows(2_000).coalesce(1);
  }

  /** Makes rows the ones to score. */
  public void write(Dataset<Row> rows) {
    rows.write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", true)
        .save(training.table("today"));
  }

  public ModelRegistry registry() {
    return training.registry();
  }

  public PlatformSpec platform() {
    return new PlatformSpec(
        folder.toString(),
        folder.resolve("registry").toString(),
        false,
        folder.resolve("warehouse").toString(),
        "runs",
        "local[2]",
        Map.of(),
        "");
  }

  /** The job with one guard. */
  public JobSpec job(Guard guard, GuardSpec.Action action, double most) {
    return job(
        new GuardSpec(
            Map.of(guard, new GuardSpec.Rule(action, most)), 100, 0.2, Optional.of("unseen")),
        OptionalLong.empty());
  }

  /** The job with guards and a limit of rejects. */
  public JobSpec job(GuardSpec guards, OptionalLong maxRejectedRows) {
    return new JobSpec(
        TrainingSite.MODEL,
        "",
        Optional.empty(),
        spec,
        Optional.empty(),
        new ScoreSpec(
            new DatasetSpec(
                List.of(
                    new SourceSpec(
                        "today",
                        "delta",
                        Optional.of("today"),
                        Map.of(),
                        Optional.empty(),
                        OptionalLong.empty())),
                Optional.empty()),
            "late@champion",
            List.of("id"),
            List.of("unseen"),
            EngineChoice.AUTO,
            0.5,
            maxRejectedRows,
            Optional.empty(),
            List.of()),
        DecisionSpec.MIDDLE,
        new ForecastSpec("late", "late_rejects", guards),
        "{}");
  }

  /** The job where a date may have no rows. */
  public static JobSpec skippingEmptyDates(JobSpec job) {
    ScoreSpec score = job.score();
    return new JobSpec(
        job.model(),
        job.description(),
        job.runDate(),
        job.train(),
        job.alias(),
        new ScoreSpec(
            score.dataset(),
            score.model(),
            score.keys(),
            score.passThrough(),
            score.engine(),
            score.maxRejectedShare(),
            score.maxRejectedRows(),
            score.segments(),
            score.challengers(),
            WhenEmpty.SKIP),
        job.decision(),
        job.forecasts(),
        job.effective());
  }

  /** A run of a date, named by its number; its clock goes on by a second at each look. */
  public RunContext context(LocalDate date) {
    int number = runs.incrementAndGet();
    Instant begin = Instant.parse("2026-06-01T00:00:00Z").plus(Duration.ofHours(number));
    return new RunContext(
        new RunId("run-" + number),
        date,
        Clock.tick(
            Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), begin)),
            Duration.ofMillis(1)),
        "tester",
        Map.of(),
        "",
        Progress.SILENT);
  }

  /** Scores a date. */
  public ScoreResult score(JobSpec job, LocalDate date) {
    return new ScoreJob(TestSpark.session(), registry(), platform()).run(job, context(date));
  }

  /** The forecasts as they stand. */
  public Dataset<Row> forecasts() {
    return TestSpark.session()
        .read()
        .format("delta")
        .load(folder.resolve("warehouse/late").toString());
  }

  /** The newest state of every run, the newest run first. */
  public List<RunRecord> runs() {
    return RunHistory.open(folder.resolve("warehouse/runs").toString(), Map.of()).latest();
  }
}
