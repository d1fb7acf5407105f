package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.Alias;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelName;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.EngineChoice;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WindowSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class UnchangedIT {
  private static final LocalDate MAY = LocalDate.of(2026, 5, 1);

  @TempDir Path folder = Path.of("unset");
  private ModelRegistry registry =
      new ModelRegistry(new MemoryFileStore(), Clock.systemUTC(), "unset");
  private int runs;

  @BeforeEach
  void writeRows() {
    ModelFixture.rows(400)
        .drop("day")
        .selectExpr("*", "date_sub(date'2026-05-01', cast(1 + id div 4 as int)) as day")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("rows").toString());
    registry =
        new ModelRegistry(
            FileStores.open(
                folder.resolve("registry").toString(), WriterPolicy.MANY, Configuration::new),
            clock(),
            "tester");
  }

  @Test
  void trainsAgainOnlyWhatChanged() {
    Optional<WindowSpec> grows =
        Optional.of(
            new WindowSpec("day", OptionalInt.empty(), Optional.of(LocalDate.of(2026, 3, 1))));
    Optional<WindowSpec> rolls =
        Optional.of(new WindowSpec("day", OptionalInt.of(30), Optional.empty()));
    TrainResult first = train("{}", grows, MAY);
    assertThat(first.skipped()).isFalse();
    assertThat(first.trainRows()).as("61 days of 4 rows, less the holdout").isBetween(130L, 210L);

    TrainResult again = train("{}", grows, MAY.plusDays(1));
    assertThat(again.skipped()).as("a date that nothing depends on").isTrue();
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(again.trainRows()).isEqualTo(first.trainRows());
    assertThatThrownBy(() -> train("{}", grows, LocalDate.of(2026, 4, 20)))
        .as("a date that the version knows the future of")
        .hasMessageContaining("from the run date 2026-04-20 or later");

    assertThat(train("{\"train\":1}", rolls, MAY).version().number())
        .as("another job")
        .isEqualTo(2);
    assertThat(train("{\"train\":1}", rolls, MAY).skipped()).isTrue();
    assertThat(train("{\"train\":1}", rolls, MAY.plusDays(1)).skipped())
        .as("the window rolled")
        .isFalse();

    ModelFixture.rows(8)
        .drop("day")
        .selectExpr("*", "date'2026-04-30' as day")
        .write()
        .mode("append")
        .parquet(folder.resolve("rows").toString());
    assertThat(train("{\"train\":1}", rolls, MAY.plusDays(1)).version().number())
        .as("another source")
        .isEqualTo(4);
  }

  private TrainResult train(String effective, Optional<WindowSpec> window, LocalDate runDate) {
    runs++;
    return new TrainJob(TestSpark.session(), registry, where -> folder.resolve(where).toString())
        .run(
            job(effective, window),
            new RunContext(
                new RunId("20260501t03150%dz-0123456789".formatted(runs)),
                runDate,
                clock(),
                "tester",
                Map.of(),
                "",
                Progress.SILENT));
  }

  private static JobSpec job(String effective, Optional<WindowSpec> window) {
    DatasetSpec dataset =
        new DatasetSpec(
            List.of(
                new SourceSpec(
                    "rows",
                    "parquet",
                    Optional.of("rows"),
                    Map.of(),
                    Optional.empty(),
                    OptionalLong.empty())),
            Optional.empty());
    TrainSpec usual =
        ModelFixture.spec(
            Algorithm.LOGISTIC_REGRESSION,
            TaskType.BINARY,
            Map.of("max-iter", 2),
            List.of(new FeatureSpec.Numeric("x", MissingPolicy.MEAN, 0)));
    return new JobSpec(
        new ModelName("late"),
        "",
        Optional.empty(),
        new TrainSpec(
            dataset,
            usual.task(),
            usual.label(),
            usual.positive(),
            usual.features(),
            usual.combined(),
            usual.split(),
            window,
            usual.weights(),
            usual.algorithm(),
            new LearningSpec(true, false),
            usual.search(),
            usual.gate(),
            usual.parity(),
            usual.seed()),
        Optional.of(Alias.CHAMPION),
        new ScoreSpec(dataset, "late@champion", List.of("id"), List.of(), EngineChoice.AUTO, 0.05),
        DecisionSpec.MIDDLE,
        new ForecastSpec("late", "late_rejects"),
        effective);
  }

  private static Clock clock() {
    return Clock.fixed(Instant.parse("2026-05-01T03:15:00Z"), ZoneOffset.UTC);
  }
}
