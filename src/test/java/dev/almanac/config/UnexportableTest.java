package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.Unexportable;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Spark can train or transform and PMML cannot say is refused by name before any data is read,
 * with its line and something that works.
 */
class UnexportableTest {
  @TempDir Path folder = Path.of("");

  static Stream<Map.Entry<String, String>> algorithms() {
    return Unexportable.algorithms().entrySet().stream();
  }

  static Stream<Map.Entry<String, String>> features() {
    return Unexportable.features().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void refusesTheAlgorithm(Map.Entry<String, String> row) {
    refused(
        "train.algorithm.name = " + row.getKey(),
        "train.algorithm.name: '%s' cannot be exported to PMML".formatted(row.getKey()),
        row.getValue());
  }

  @ParameterizedTest
  @MethodSource("features")
  void refusesTheTransformer(Map.Entry<String, String> row) {
    refused(
        "train.features.numeric.age { %s = true }".formatted(row.getKey()),
        "train.features.numeric.age." + row.getKey(),
        "cannot be exported to PMML: " + row.getValue());
  }

  @Test
  void refusesTheModeAsAStandIn() {
    refused(
        "train.features.numeric.age { missing = mode }", "train.features.numeric.age", "'mode'");
  }

  @Test
  void offersNothingThatItRefuses() {
    assertThat(Unexportable.algorithms().keySet())
        .noneMatch(name -> Algorithm.find(name).isPresent());
  }

  private void refused(String line, String... parts) {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + line + "\n");
    int at = (Jobs.SMALLEST + line).split("\n").length;
    assertThatThrownBy(() -> Jobs.loader(folder).job(file))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("job.conf: " + at + ": ")
        .hasMessageContainingAll(parts);
  }
}
