package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "parquet, ignoreCorruptFiles, true",
    "orc, IGNORECORRUPTFILES, True",
    "delta, ignoremissingfiles, yes",
    "table, ignoreMissingFiles, true",
    "json, badRecordsPath, /tmp/bad",
    "csv, mode, PERMISSIVE",
    "csv, MODE, dropmalformed",
    "xml, Mode, permissive",
    "json, columnNameOfCorruptRecord, _bad",
    "csv, enforceSchema, true",
    "csv, enforceschema, TRUE",
    "csv, columnPruning, true",
    "json, samplingRatio, 0.1",
    "csv, samplingratio, half"
  })
  void refusesOptionsThatLoseData(String format, String option, String value) {
    assertThat(SourceOptions.problems(format, Map.of(option, value)))
        .singleElement()
        .asString()
        .startsWith(option + " = " + value + " ");
    assertThatThrownBy(
            () ->
                new SourceSpec(
                    "t",
                    format,
                    Optional.of("t"),
                    Map.of(option, value),
                    Optional.empty(),
                    OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option);
  }

  @Test
  void allowsThemWhereTheyLoseNothing() {
    Map<String, String> harmless =
        Map.of(
            "ignoreCorruptFiles", "false",
            "mode", "failFast",
            "enforceSchema", "false",
            "samplingRatio", "1.0",
            "multiLine", "true",
            "mergeSchema", "true",
            "pathGlobFilter", "*.csv");

    assertThat(SourceOptions.problems("csv", harmless)).isEmpty();
    assertThat(SourceOptions.problems("jdbc", Map.of("mode", "MySQL"))).isEmpty();
    assertThat(SourceOptions.problems("com.example.store", Map.of("mode", "fast"))).isEmpty();
  }
}
