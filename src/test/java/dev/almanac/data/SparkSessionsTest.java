package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.PlatformSpec;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSessionsTest {
  @Test
  void choosesForALocalMasterWhatALaptopNeeds() {
    assertThat(settings(Map.of(), Map.of()))
        .containsEntry("spark.master", "local[3]")
        .containsEntry("spark.sql.shuffle.partitions", "3")
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.sql.session.timeZone", "UTC")
        .containsEntry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
  }

  @Test
  void leavesToSparkSubmitWhatItHasSet() {
    assertThat(
            settings(
                Map.of("spark.executor.memory", "1g", "spark.ui.enabled", "true"),
                Map.of("spark.master", "yarn", "spark.executor.memory", "4g")))
        .doesNotContainKeys("spark.master", "spark.executor.memory", "spark.sql.shuffle.partitions")
        .containsEntry("spark.ui.enabled", "true");
  }

  @Test
  void keepsGeneratedMethodsSmallEnoughToBeCompiledUnlessTheSiteKnowsBetter() {
    assertThat(settings(Map.of(), Map.of()))
        .containsEntry("spark.sql.codegen.hugeMethodLimit", "8000");
    assertThat(settings(Map.of("spark.sql.codegen.hugeMethodLimit", "65535"), Map.of()))
        .containsEntry("spark.sql.codegen.hugeMethodLimit", "65535");
  }

  @Test
  void addsDeltaToTheExtensionsThatAreThere() {
    assertThat(settings(Map.of("spark.sql.extensions", "a.B"), Map.of()))
        .containsEntry("spark.sql.extensions", "a.B,io.delta.sql.DeltaSparkSessionExtension");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.sql.files.ignoreCorruptFiles, true, false",
    "spark.sql.files.ignoreMissingFiles, TRUE, false",
    "spark.sql.variable.substitute, true, false",
    "spark.sql.ansi.enabled, false, true",
    "spark.sql.legacy.timeParserPolicy, legacy, CORRECTED",
    "spark.sql.sources.validatePartitionColumns, false, true"
  })
  void refusesSettingsThatLoseDataOrChangeWhatAJobComputes(
      String key, String value, String required) {
    for (boolean submitted : new boolean[] {false, true}) {
      Map<String, String> set = Map.of(key, value);
      assertThatThrownBy(() -> settings(submitted ? Map.of() : set, submitted ? set : Map.of()))
          .isInstanceOfSatisfying(
              AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
          .hasMessageContaining(key + " = " + value)
          .hasMessageContaining("--conf " + key + "=" + required);
    }
    assertThat(settings(Map.of(), Map.of())).containsEntry(key, required);
  }

  @Test
  void letsSparkRedactWhatAlmanacMasks() {
    Pattern redacted = Pattern.compile(settings(Map.of(), Map.of()).get("spark.redaction.regex"));
    for (String name :
        List.of(
            "fs.s3a.secret.key",
            "fs.s3a.access.key",
            "fs.azure.account.key.lake.dfs.core.windows.net",
            "ssl.keystore.passphrase",
            "spark.api-key")) {
      assertThat(redacted.matcher(name).find()).as(name).isTrue();
    }
    assertThat(redacted.matcher("spark.sql.shuffle.partitions").find()).isFalse();
    assertThat(settings(Map.of("spark.redaction.regex", "mine"), Map.of()))
        .containsEntry("spark.redaction.regex", "mine");
  }

  private static Map<String, String> settings(
      Map<String, String> platform, Map<String, String> submitted) {
    return SparkSessions.settings(
        new PlatformSpec(
            "/home", "registry", false, "warehouse", "runs", "local[3]", platform, "log"),
        "test",
        submitted::get);
  }
}
