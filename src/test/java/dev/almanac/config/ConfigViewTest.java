package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `almanac config`: what is in force, who said so, and no secret. */
class ConfigViewTest {
  private static final String SMALLEST_JOB =
      """
      almanac.home = "."                                   # reference default
      almanac.log-file = "var/log/spark.log"               # reference default
      almanac.registry.root = "var/registry"               # reference default
      almanac.registry.single-writer = false               # reference default
      almanac.serve.audit-file = "var/log/audit.log"       # reference default
      almanac.serve.cache-mb = 128                         # reference default
      almanac.serve.folder = "var/serve"                   # reference default
      almanac.serve.host = "127.0.0.1"                     # reference default
      almanac.serve.hosts = []                             # reference default
      almanac.serve.limits.body-kb = 1024                  # reference default
      almanac.serve.limits.concurrent = 256                # reference default
      almanac.serve.limits.connections = 5000              # reference default
      almanac.serve.limits.connections-per-address = 2500  # reference default
      almanac.serve.limits.records = 1000                  # reference default
      almanac.serve.limits.seconds = 10                    # reference default
      almanac.serve.load-threads = 2                       # reference default
      almanac.serve.models-kept = 8                        # reference default
      almanac.serve.port = 8484                            # reference default
      almanac.serve.refresh-seconds = 2                    # reference default
      almanac.spark.master = "local[2]"                    # conf/almanac.conf: 2
      almanac.warehouse.root = "/lake"                     # environment ALMANAC_WAREHOUSE_ROOT
      almanac.warehouse.runs = "runs"                      # reference default
      alias = "champion"                                   # reference default
      decision.threshold = 0.5                             # reference default
      description = ""                                     # reference default
      forecasts.guards.forecast-drift.action = "warn"      # reference default
      forecasts.guards.forecast-drift.most = 0.25          # reference default
      forecasts.guards.input-drift.action = "warn"         # reference default
      forecasts.guards.input-drift.most = 0.25             # reference default
      forecasts.guards.label-flips.action = "warn"         # reference default
      forecasts.guards.label-flips.most = 0.2              # reference default
      forecasts.guards.last-drift.action = "warn"          # reference default
      forecasts.guards.last-drift.most = 0.25              # reference default
      forecasts.guards.min-rows = 100                      # reference default
      forecasts.guards.movers.action = "warn"              # reference default
      forecasts.guards.movers.by = 0.5                     # reference default
      forecasts.guards.movers.most = 0.1                   # reference default
      forecasts.guards.nulls.action = "warn"               # reference default
      forecasts.guards.nulls.most = 0.1                    # reference default
      forecasts.guards.segments.action = "warn"            # reference default
      forecasts.guards.segments.most = 0.2                 # reference default
      forecasts.rejects = "churn_rejects"                  # derived from forecasts.table
      forecasts.table = "churn"                            # derived from name
      name = "churn"                                       # churn.conf: 1
      score.engine = "auto"                                # reference default
      score.keys = ["id"]                                  # churn.conf: 11
      score.max-rejected-share = 0.05                      # reference default
      score.model = "churn@champion"                       # derived from name
      score.pass-through = []                              # reference default
      sources.customers.empty-text = "keep"                # reference default
      sources.customers.format = "parquet"                 # churn.conf: 2
      sources.customers.path = "data/customers"            # churn.conf: 2
      train.algorithm.name = "logistic-regression"         # churn.conf: 9
      train.features.interactions = []                     # reference default
      train.features.numeric.age.buckets-as = "level"      # reference default
      train.features.numeric.age.constant = 0              # reference default
      train.features.numeric.age.log = false               # reference default
      train.features.numeric.age.missing = "reject"        # reference default
      train.features.numeric.age.scale = "none"            # reference default
      train.label = "left"                                 # churn.conf: 4
      train.parity.rows = 2000                             # reference default
      train.parity.tolerance = 1e-9                        # reference default
      train.positive = 1                                   # churn.conf: 6
      train.query = \"""SELECT *
      FROM customers\"""          # churn.conf: 12
      train.reproducible = "statistical"                   # reference default
      train.search.parallel = 1                            # reference default
      train.search.validation.by = "split"                 # reference default
      train.search.validation.folds = 3                    # reference default
      train.search.validation.holdout = 0.2                # reference default
      train.seed = 7                                       # command line -D
      train.skip-if-unchanged = false                      # reference default
      train.split.by = "time"                              # reference default
      train.split.column = "day"                           # churn.conf: 8
      train.split.holdout = 0.2                            # reference default
      train.split.values = []                              # reference default
      train.task = "binary"                                # churn.conf: 5
      train.warm-start = false                             # reference default
      train.weights.balanced = false                       # reference default
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void showsEverySettingWithItsOrigin() {
    Jobs.write(folder, "conf/almanac.conf", "almanac {\n  spark.master = \"local[2]\"\n}\n");
    Jobs.write(
        folder,
        "churn.conf",
        Jobs.SMALLEST + "train.query = \"\"\"SELECT *\nFROM customers\"\"\"\n");

    String text =
        Jobs.loader(folder, Map.of("ALMANAC_WAREHOUSE_ROOT", "/lake"), "train.seed=7")
            .render(Path.of("churn.conf"), Optional.empty());

    assertThat(text).isEqualTo(SMALLEST_JOB);
  }

  @Test
  void theTextIsHoconThatMeansTheSame() {
    Path file = Jobs.write(folder, "churn.conf", Jobs.SMALLEST);
    String text = Jobs.loader(folder).render(file, Optional.empty());
    Path again =
        Jobs.write(
            folder,
            "again.conf",
            text.lines()
                .filter(line -> !line.startsWith("almanac."))
                .collect(Collectors.joining("\n")));

    assertThat(Jobs.loader(folder).job(again))
        .usingRecursiveComparison()
        .ignoringFields("effective") // a text that looks like a number comes back as one
        .isEqualTo(Jobs.loader(folder).job(file));
    assertThat(ConfigFactory.parseString(text).getString("almanac.home")).isEqualTo(".");
  }

  @Test
  void showsAConfigurationWithMistakes() {
    Path file = Jobs.write(folder, "bad.conf", "trian { seed = x }\n");

    assertThat(Jobs.loader(folder).view(file, Optional.empty()).lines())
        .contains(new ConfigLine("trian.seed", "x", file + ": 1"));
  }

  @Test
  void noSecretIsShownOrKept() {
    Path platform =
        Jobs.write(
            folder,
            "p.conf",
            """
            almanac.spark.conf {
              spark.hadoop.fs.s3a.access.key = hunter2
              spark.hadoop.fs.s3a.secret.key = hunter2
              "spark.ssl.keyPassword" = hunter2
            }
            """);
    Path file =
        Jobs.write(
            folder,
            "s.conf",
            Jobs.SMALLEST
                + """
                sources.customers {
                  format = jdbc, path = null
                  options {
                    url = "jdbc:postgresql://me:hunter2@db/crm?password=hunter2&ssl=true"
                    dbtable = people
                    password = ${ALMANAC_DB_PASSWORD}
                  }
                }
                """);
    ConfigLoader loader =
        Jobs.loader(
            folder,
            Map.of("ALMANAC_DB_PASSWORD", "hunter2"),
            "almanac.spark.conf.spark.my.token=hunter2");

    LoadedJob loaded = loader.load(file, Optional.of(platform));

    assertThat(loader.render(file, Optional.of(platform)))
        .doesNotContain("hunter2")
        .contains("jdbc:postgresql://me:******@db/crm?password=******&ssl=true")
        .contains("environment ALMANAC_DB_PASSWORD");
    assertThat(loaded.job().effective()).doesNotContain("hunter2").contains("******");
    assertThat(loaded.job().train().dataset().sources().get(0).options())
        .containsEntry("password", "hunter2");
    assertThat(loaded.platform().sparkConf())
        .containsEntry("spark.hadoop.fs.s3a.access.key", "hunter2")
        .containsEntry("spark.my.token", "hunter2");
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "user, alice, alice",
    "password, x, ******",
    "DB_PASSWD, x, ******",
    "client-secret, x, ******",
    "sas.token, x, ******",
    "accessKey, x, ******",
    "access_key, x, ******",
    "google.credentials, x, ******",
    "privateKey, x, ******",
    "api-key, x, ******",
    "path, s3a://k:s@bucket/x, s3a://k:******@bucket/x",
    "path, s3a://bucket/a@b:c, s3a://bucket/a@b:c",
    "url, jdbc:sqlserver://h;user=a;password=b;x=1, jdbc:sqlserver://h;user=a;password=******;x=1",
    "path, abfss://c@a.net/x?sig=abc, abfss://c@a.net/x?sig=******",
  })
  void masks(String key, String value, String shown) {
    assertThat(Secrets.masked(List.of("options", key), value)).isEqualTo(shown);
  }
}
