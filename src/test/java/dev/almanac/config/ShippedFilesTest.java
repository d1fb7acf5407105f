package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Metric;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that ship are files that work. */
class ShippedFilesTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  static List<Path> jobs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("jobs"))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyJobParsesAndCanBeShown(Path file) {
    ConfigLoader loader = new ConfigLoader(Map.of(), List.of(), PROJECT);
    LoadedJob loaded = loader.load(file, Optional.empty());

    assertThat(loaded.job().model().value())
        .isEqualTo(file.getFileName().toString().replace(".conf", ""));
    assertThat(loaded.job().runDate()).as("runs without options").isPresent();
    assertThat(loaded.job().train().gate()).as("has a gate").isNotEmpty();
    assertThat(loader.render(file, Optional.empty())).contains("name = ");
  }

  @Test
  void thereAreAllThreeTasks() throws IOException {
    assertThat(jobs()).hasSize(3);
  }

  @Test
  void theFlightJobSaysWhatTheReadmeSays() {
    JobSpec job =
        new ConfigLoader(Map.of(), List.of(), PROJECT).job(Path.of("jobs/flight-delay.conf"));

    assertThat(job.runDate()).contains(LocalDate.of(2001, 6, 1));
    assertThat(job.train().algorithm().algorithm()).isEqualTo(Algorithm.LOGISTIC_REGRESSION);
    assertThat(job.train().gate())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.metric()).isEqualTo(Metric.AUC);
              assertThat(rule.min()).hasValue(0.65);
            });
    assertThat(job.train().features())
        .contains(new FeatureSpec.Categorical("origin", MissingPolicy.REJECT, UnseenPolicy.LEVEL));
    assertThat(job.score().keys()).containsExactly("flight_id");
    assertThat(job.train().dataset().query().orElseThrow()).endsWith("departure < :run_date");
    assertThat(job.forecasts().table()).isEqualTo("flight_delay");
  }

  @Test
  void thePlatformFileChangesNothingButWhatALaptopNeeds() {
    ConfigLoader loader = new ConfigLoader(Map.of(), List.of(), PROJECT);

    assertThat(loader.platform(Optional.empty()).sparkConf())
        .isEqualTo(Map.of("spark.sql.shuffle.partitions", "4"));
    assertThat(loader.platform(Optional.empty()).registryRoot())
        .isEqualTo(PROJECT.resolve("var/registry").toString());
  }
}
