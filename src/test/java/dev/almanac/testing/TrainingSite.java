package dev.almanac.testing;

import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.job.RunContext;
import dev.almanac.job.TrainJob;
import dev.almanac.job.TrainResult;
import dev.almanac.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/** A folder of tables with a registry beside them, and trainings of one model over them. */
public final class TrainingSite {
  public static final ModelName MODEL = new ModelName("late");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T03:15:00Z"), ZoneOffset.UTC);

  private final Path folder;
  private final ModelRegistry registry;
  private int runs;

  public TrainingSite(Path folder) {
    this.folder = folder;
    this.registry =
        new ModelRegistry(
            FileStores.open(
                folder.resolve("registry").toString(), WriterPolicy.MANY, Configuration::new),
            CLOCK,
            "tester");
  }

  public ModelRegistry registry() {
    return registry;
  }

  /** Where a table of the site stands. */
  public String table(String name) {
    return folder.resolve(name).toString();
  }

  /** The rows of a table of the site. */
  public static DatasetSpec dataset(String table) {
    return new DatasetSpec(
        List.of(
            new SourceSpec(
                table,
                "parquet",
                Optional.of(table),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty())),
        Optional.empty());
  }

  /**
   * Trains.
   *
   * @param effective the job's configuration, by which jobs are told apart
   */
  public TrainResult train(TrainSpec spec, String effective, LocalDate runDate) {
    return train(spec, effective, runDate, Progress.SILENT);
  }

  /** Trains, with somebody who follows its progress. */
  public TrainResult train(TrainSpec spec, String effective, LocalDate runDate, Progress progress) {
    runs++;
    JobSpec job =
        new JobSpec(
            MODEL,
            "",
            Optional.empty(),
            spec,
            Optional.of(Alias.CHAMPION),
            new ScoreSpec(
                spec.dataset(),
                "late@champion",
                List.of("id"),
                List.of(),
                EngineChoice.AUTO,
                0.05,
                OptionalLong.empty(),
                Optional.empty(),
                List.of()),
            DecisionSpec.MIDDLE,
            new ForecastSpec("late", "late_rejects"),
            effective);
    return new TrainJob(TestSpark.session(), registry, this::table)
        .run(
            job,
            new RunContext(
                new RunId(String.format(Locale.ROOT, "20260501t03150%dz-0123456789", runs)),
                runDate,
                CLOCK,
                "tester",
                Map.of(),
                "",
                progress));
  }
}
