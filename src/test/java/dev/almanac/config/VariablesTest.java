package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A variable that is almost one of Almanac's is reported with the nearest name. */
class VariablesTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "ALMANAC_REGISTRY_ROT, ALMANAC_REGISTRY_ROOT",
    "ALMANAC_WAREHOUSE_ROT, ALMANAC_WAREHOUSE_ROOT",
    "ALMANAC_SPARK_MASTR, ALMANAC_SPARK_MASTER",
    "ALMANAC_HEEP, ALMANAC_HEAP",
    "ALMANAC_LOGFILE, ALMANAC_LOG_FILE",
    "ALMANAC_SERVE_TLS_PASWORD, ALMANAC_SERVE_TLS_PASSWORD"
  })
  void isReportedWithTheNearestName(String variable, String near) {
    ConfigLoader loader = Jobs.loader(folder, Map.of(variable, "hunter2"));
    loader.platform(Optional.empty());

    assertThat(loader.mistypedVariables())
        .containsExactly(
            "%s is set, but no setting reads it; did you mean %s?".formatted(variable, near));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALMANAC_REGISTRY_ROOT",
        "ALMANAC_CONF",
        "ALMANAC_JAVA_OPTS",
        "ALMANAC_JDBC_PASSWORD",
        "ALMANAC_DATA",
        "REGISTRY_ROT",
        "PATH"
      })
  void othersAreNot(String variable) {
    ConfigLoader loader = Jobs.loader(folder, Map.of(variable, ""));
    loader.platform(Optional.empty());

    assertThat(loader.mistypedVariables()).isEmpty();
  }

  @Test
  void whatAJobNamesIsMeant() {
    Path job = Jobs.write(folder, "job.conf", Jobs.SMALLEST + "description = ${ALMANAC_HEEP}\n");
    ConfigLoader loader = Jobs.loader(folder, Map.of("ALMANAC_HEEP", "words"));
    loader.load(job, Optional.empty());

    assertThat(loader.mistypedVariables()).isEmpty();
  }
}
