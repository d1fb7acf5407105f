package dev.almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WindowSpec;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import dev.almanac.testing.TrainingSite;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class UnchangedIT {
  private static final LocalDate MAY = LocalDate.of(2026, 5, 1);

  @TempDir Path folder = Path.of("unset");
  private TrainingSite site = new TrainingSite(folder);

  @BeforeEach
  void writeRows() {
    site = new TrainingSite(folder);
    ModelFixture.rows(400)
        .drop("day")
        .selectExpr("*", "date_sub(date'2026-05-01', cast(1 + id div 4 as int)) as day")
        .coalesce(1)
        .write()
        .parquet(site.table("rows"));
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
        .parquet(site.table("rows"));
    assertThat(train("{\"train\":1}", rolls, MAY.plusDays(1)).version().number())
        .as("another source")
        .isEqualTo(4);
  }

  private TrainResult train(String effective, Optional<WindowSpec> window, LocalDate runDate) {
    TrainSpec usual =
        ModelFixture.spec(
            Algorithm.LOGISTIC_REGRESSION,
            TaskType.BINARY,
            Map.of("max-iter", 2),
            List.of(new FeatureSpec.Numeric("x", MissingPolicy.MEAN, 0)));
    TrainSpec spec =
        TrainSpecs.like(usual)
            .dataset(TrainingSite.dataset("rows"))
            .window(window)
            .learning(new LearningSpec(true, false))
            .made();
    return site.train(spec, effective, runDate);
  }
}
