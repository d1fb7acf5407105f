package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.PlatformSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSettingsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void thePlatformTakesFileThenEnvironmentThenCommandLine() {
    Jobs.write(
        folder,
        "conf/almanac.conf",
        """
        almanac {
          registry.root = from-file
          warehouse.root = from-file
          spark { master = "local[1]", conf { spark.executor.memory = 2g } }
        }
        """);
    Map<String, String> environment =
        Map.of(
            "ALMANAC_WAREHOUSE_ROOT", "from-environment",
            "ALMANAC_SPARK_MASTER", "local[2]",
            "ALMANAC_REGISTRY_SINGLE_WRITER", "true",
            "ALMANAC_LOG_FILE", "/var/log/almanac.log");

    PlatformSpec platform =
        Jobs.loader(folder, environment, "almanac.spark.master=local[3]")
            .platform(Optional.empty());

    assertThat(platform)
        .isEqualTo(
            new PlatformSpec(
                folder.toString(),
                folder.resolve("from-file").toString(),
                true,
                folder.resolve("from-environment").toString(),
                "runs",
                "local[3]",
                Map.of("spark.executor.memory", "2g"),
                "/var/log/almanac.log",
                platform.serve()));
  }

  @Test
  void thePlatformFileIsTheNamedOneThenTheVariablesThenThatOfHome() {
    Jobs.write(folder, "home/conf/almanac.conf", "almanac.spark.master = home");
    Jobs.write(folder, "variable.conf", "almanac.spark.master = variable");
    Path named = Jobs.write(folder, "named.conf", "almanac.spark.master = named");
    String home = folder.resolve("home").toString();

    ConfigLoader all =
        Jobs.loader(folder, Map.of("ALMANAC_HOME", home, "ALMANAC_CONF", "variable.conf"));
    ConfigLoader homeOnly = Jobs.loader(folder, Map.of("ALMANAC_HOME", home));

    assertThat(all.platform(Optional.of(named)).sparkMaster()).isEqualTo("named");
    assertThat(all.platform(Optional.empty()).sparkMaster()).isEqualTo("variable");
    assertThat(homeOnly.platform(Optional.empty()).sparkMaster()).isEqualTo("home");
    assertThat(homeOnly.platform(Optional.empty()).registryRoot())
        .isEqualTo(home + "/var/registry");
    assertThat(Jobs.loader(folder).platform(Optional.empty()).sparkMaster()).isEqualTo("local[*]");
  }

  @Test
  void keepsUrisAsTheyAre() {
    PlatformSpec platform =
        Jobs.loader(
                folder,
                "almanac.home=hdfs:///apps/almanac",
                "almanac.warehouse.root=s3a://lake/forecasts")
            .platform(Optional.empty());

    assertThat(platform.registryRoot()).isEqualTo("hdfs:///apps/almanac/var/registry");
    assertThat(platform.warehouseRoot()).isEqualTo("s3a://lake/forecasts");
  }

  @Test
  void anEmptyVariableSaysNothingAndABlockHasNone() {
    Map<String, String> environment =
        Map.of("ALMANAC_REGISTRY_ROOT", " ", "ALMANAC_SPARK_CONF", "x", "ALMANAC_OTHER", "y");

    assertThat(Jobs.loader(folder, environment).platform(Optional.empty()))
        .isEqualTo(Jobs.loader(folder).platform(Optional.empty()));
  }
}
