package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.testing.ForgedRegistry;
import dev.almanac.testing.TrapRecord;
import dev.almanac.testing.TrapStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user does wrong, or finds broken: each mistake ends with its exit code and a message of
 * one screen that names what, where, why and what to do, and leaves registry and warehouse
 * untouched.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final int SCREEN = 25;
  private static final String SECRET = "s3cr3t-w0rd";

  private Path folder = Path.of("unset");
  private Cli cli = new Cli(Path.of("unset"));
  private Cli.Result good = new Cli.Result(-1, "", "");

  @BeforeAll
  void publishSomethingToLose(@TempDir Path temp) throws IOException {
    folder = temp;
    cli = new Cli(temp.resolve("site"));
    StringBuilder rows = new StringBuilder("id,day,size,kind,late\n");
    for (int i = 0; i < 400; i++) {
      rows.append(
          String.format(
              Locale.ROOT,
              "%d,2026-01-%02d,%d,%s,%s%n",
              i,
              1 + i / 20,
              i % 37,
              i % 3 == 0 ? "a" : "b",
              (i % 37 > 18) ^ (i % 11 == 0)));
    }
    Files.writeString(folder.resolve("orders.csv"), rows);
    Files.writeString(folder.resolve("empty.csv"), "id,day,size,kind,late\n");
    // a secret in each place that may hold one
    good =
        cli.run(
            "run",
            job(
                    "good",
                    """
                    sources.orders.options { password = "%1$s", url = "jdbc:x://u:%1$s@host/db?pwd=%1$s" }
                    """
                        .formatted(SECRET))
                .toString(),
            "-D",
            "almanac.spark.conf={ \"spark.hadoop.fs.s3a.secret.key\" = \"" + SECRET + "\" }",
            "-D",
            "almanac.log-file=" + folder.resolve("spark.log"));
    assertThat(good.exitCode()).as(good.err()).isZero();
  }

  @Test
  void aSecretIsNowhereInWhatARunLeavesBehind() throws IOException {
    assertThat(good.out() + good.err()).doesNotContain(SECRET);
    int searched = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".conf")) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain(SECRET);
          searched++;
        }
      }
    }
    assertThat(searched).isGreaterThan(30);
    try (Stream<Path> files = Files.walk(cli.registry())) {
      Path manifest =
          files.filter(file -> file.endsWith("manifest.json")).findFirst().orElseThrow();
      assertThat(Files.readString(manifest)).contains("password", "******");
    }
    for (String json : new String[] {"--quiet", "--json"}) {
      assertThat(cli.run("config", folder.resolve("good.conf").toString(), json).out())
          .contains("password", "******")
          .doesNotContain(SECRET);
      assertThat(cli.run("registry", "show", "orders", json).out()).doesNotContain(SECRET);
    }
  }

  @Test
  void aPipelineThatNamesAnAttackersClassIsNotLoaded() throws IOException {
    Cli forged = new Cli(folder.resolve("forged-site"));
    ForgedRegistry.copy(cli.registry(), forged.registry());
    Path stage;
    try (Stream<Path> files = Files.walk(forged.registry())) {
      stage =
          files
              .filter(file -> file.toString().matches(".*/stages/0_[^/]+/metadata/part-[^/]+"))
              .findFirst()
              .orElseThrow();
    }
    Path model = forged.registry().resolve("orders");
    Path version =
        model.resolve("versions").resolve(model.resolve("versions").relativize(stage).getName(0));
    String trap =
        Files.readString(stage)
            .replaceFirst(
                "\"class\":\"[^\"]+\"", "\"class\":\"" + TrapStage.class.getName() + "\"");
    String name = version.relativize(stage).toString();
    ForgedRegistry.replace(model, version, name, trap.getBytes(StandardCharsets.UTF_8));
    TrapRecord.takeTouched();

    Cli.Result result =
        forged.run("score", job("forged", "score.engine = spark").toString(), "--quiet");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(result.err())
        .contains("ARTIFACT_DAMAGED", name, "names the class '" + TrapStage.class.getName());
    assertThat(TrapRecord.takeTouched()).isFalse();
    assertThat(forged.warehouse().resolve("orders")).doesNotExist();
  }

  @Test
  void aMissingFile() throws IOException {
    refused("score", job("missing", "sources.orders.path = \"" + folder + "/order.csv\""), 4)
        .contains("SOURCE_NOT_FOUND", "order.csv");
  }

  @Test
  void aFolderOfCsvFilesWhoseHeadersDiffer() throws IOException {
    Path orders = Files.createDirectories(folder.resolve("two-orders"));
    Files.copy(folder.resolve("orders.csv"), orders.resolve("1.csv"));
    Files.writeString(orders.resolve("2.csv"), "id,day,kind,size,late\n1,2026-01-01,1,2,true\n");

    refused("train", job("two", "sources.orders.path = \"" + orders + "\""), 4)
        .contains("SOURCE_UNREADABLE", "two-orders/2.csv", "id, day, kind, size, late instead of");
  }

  @Test
  void aFileThatIsNotInTheEncodingIsScoredWithAWarning() throws IOException {
    Files.write(
        folder.resolve("latin.csv"),
        "id,day,size,kind,late\n1,2026-01-01,1,Zürich,true\n"
            .getBytes(StandardCharsets.ISO_8859_1));

    Cli.Result result =
        cli.run(
            "score",
            job(
                    "latin",
                    "forecasts.table = latin, sources.orders.path = \"%s/latin.csv\""
                        .formatted(folder))
                .toString(),
            "--quiet");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("warning: column 'kind' has 1 value with bytes");
  }

  @Test
  void aMissingColumn() throws IOException {
    refused("train", job("column", "train.features.numeric.weight { missing = reject }"), 4)
        .contains("MISSING_COLUMN", "weight");
  }

  @Test
  void aColumnOfTheWrongType() throws IOException {
    refused("train", job("type", "train.features.numeric.day { missing = reject }"), 4)
        .contains("WRONG_TYPE", "day");
  }

  @Test
  void anEmptyTableInTraining() throws IOException {
    refused("train", job("empty", "sources.orders.path = \"" + folder + "/empty.csv\""), 4)
        .contains("EMPTY_DATASET");
  }

  @Test
  void anEmptyTableInScoringDoesNotEraseTheDay() throws IOException {
    refused("score", job("empty", "sources.orders.path = \"" + folder + "/empty.csv\""), 5)
        .contains("NOTHING_TO_PUBLISH");
  }

  @Test
  void theSecondOfTwoSourcesFails() throws IOException {
    Files.writeString(folder.resolve("kinds.csv"), "kind,weight\na,1\nb,heavy\n");
    Files.writeString(folder.resolve("kinds.parquet"), "no Parquet at all");
    String query =
        ".query = \"SELECT o.* FROM orders o JOIN kinds k USING (kind) WHERE k.weight > 0\"\n";
    String csv =
        "sources.kinds { format = csv, path = \"%s/kinds.csv\", options { header = true }, schema = \"kind STRING, weight INT\" }\n"
            .formatted(folder);
    String parquet =
        "sources.kinds { format = parquet, path = \"%s/kinds.parquet\", schema = \"kind STRING, weight INT\" }\n"
            .formatted(folder);
    String jdbc =
        """
        sources.kinds { format = jdbc, options { url = "jdbc:h2:mem:", driver = "org.h2.Driver"
          dbtable = "(SELECT 'a' AS kind, 7 / (x - 1) AS weight FROM SYSTEM_RANGE(1, 3)) t" } }
        """;
    String queries = "train" + query + "score" + query;

    for (String command : List.of("train", "score")) {
      refused(command, job("two", csv + queries), 4)
          .contains("SOURCE_UNREADABLE", "source 'kinds': a record in ", "/kinds.csv", "b,heavy");
      refused(command, job("two", parquet + queries), 4)
          .contains("SOURCE_UNREADABLE", "source 'kinds' ", "/kinds.parquet");
      refused(command, job("two", jdbc + queries), 4)
          .contains("SOURCE_UNREADABLE", "source 'kinds': ", "Division by zero")
          .doesNotContain("Job aborted");
    }
  }

  @Test
  void aLabelOfOneClass() throws IOException {
    refused(
            "train",
            job(
                "one",
                "train.query = \"SELECT *, 'no' AS l FROM orders\", train.label = l, train.positive"
                    + " = \"no\""),
            4)
        .contains("BAD_LABEL", "l");
  }

  @Test
  void theLabelAmongTheFeatures() throws IOException {
    refused("train", job("leak", "train.features.categorical.late { missing = level }"), 3)
        .contains("CONFIG_INVALID", "late", "leak.conf");
  }

  @Test
  void rowsOfTheFutureInTraining() throws IOException {
    refused("train", job("future", "run-date = 2026-01-15"), 4)
        .contains("BAD_SPLIT", "120 rows", "2026-01-15", "2026-01-20", "day < :run_date");
  }

  @Test
  void aQueryThatIsNoSql() throws IOException {
    refused("train", job("sql", "train.query = \"SELEC * FROM orders\""), 3)
        .contains(
            "CONFIG_INVALID",
            "sql.conf: ",
            "train.query: position 1: Syntax error at or near 'SELEC'");
  }

  @Test
  void valuesThatAQueryRefuses() throws IOException {
    refused(
            "train",
            job("cast", "train.query = \"SELECT * FROM orders WHERE day < ':run_date'\""),
            3)
        .contains(
            "CONFIG_INVALID",
            "train.query: position 34: :run_date is within quotes, where it is a text and no date");
    refused("train", job("cast", "train.query = \"SELECT * FROM orders WHERE day < 'then'\""), 4)
        .contains(
            "QUERY_FAILED",
            "training orders, in the SQL day < 'then' (line 1, position 28)",
            "return NULL instead.");
    refused(
            "train",
            job("zero", "train.query = \"SELECT *, size / (id % 7 - 3) AS r FROM orders\""),
            4)
        .contains("QUERY_FAILED", "size / (id % 7 - 3) (line 1, position 11)", "nullif(b, 0)")
        .doesNotContain("ansi.enabled");
    refused(
            "score",
            job(
                "overflow",
                "score.query = \"SELECT *, size * 2147483647 AS r FROM orders WHERE size *"
                    + " 2147483647 > 0\""),
            4)
        .contains("QUERY_FAILED", "size * 2147483647", "BIGINT", "Nothing was published");
  }

  @Test
  void twoColumnsOfOneName() throws IOException {
    refused(
            "train",
            job("ambiguous", "train.query = \"SELECT *, size * 2 AS size FROM orders\""),
            4)
        .contains("`size` is ambiguous", "EXCEPT");
  }

  @Test
  void recordsThatDoNotFitTheSchema() throws IOException {
    Files.writeString(
        folder.resolve("comma.csv"), "id,day,size,kind,late\n0,2026-01-01,\"31,52\",a,true\n");
    Files.writeString(
        folder.resolve("line.csv"), "id,day,size,kind,late\n0,2026-01-01,3,\"a\nb\",true\n");
    for (String command : List.of("train", "score")) {
      refused(command, job("comma", "sources.orders.path = \"" + folder + "/comma.csv\""), 4)
          .contains("SOURCE_UNREADABLE", "comma.csv", "\"31,52\"");
    }
    refused("train", job("line", "sources.orders.path = \"" + folder + "/line.csv\""), 4)
        .contains("SOURCE_UNREADABLE", "line.csv", "multiLine = true");
  }

  @Test
  void aLibraryThatIsNotThere() throws IOException {
    refused(
            "train",
            job(
                "driver",
                """
                sources = null, sources.orders { format = jdbc, options {
                  url = "jdbc:nowhere:x", driver = "com.example.Driver", dbtable = orders } }
                """),
            4)
        .contains(
            "JDBC driver class com.example.Driver is not on the class path",
            "scripts/almanac --jars",
            "spark-submit");
    refused(
            "train",
            job(
                "url",
                "sources = null, sources.orders { format = jdbc, options { url ="
                    + " \"jdbc:nowhere:x\", dbtable = orders } }"),
            4)
        .contains("no JDBC driver on the class path accepts its url", "options { driver = … }");
    refused(
            "train",
            job("format", "sources = null, sources.orders { format = excel, path = orders.xls }"),
            4)
        .contains("no library on the class path reads the format 'excel'", "--jars");
  }

  @Test
  void aModelThatMissesItsGate() throws IOException {
    Cli.Result result = cli.run("train", job("gate", "train.gate.auc.min = 0.999").toString());
    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.err()).contains("GATE_REFUSED", "auc", "0.999");
    String shown = cli.run("registry", "show", "orders").out();
    assertThat(shown).contains("refused", "auc").contains("orders:1").doesNotContain("orders:2");
  }

  @Test
  void twoRowsOfOneKey() throws IOException {
    refused(
            "score",
            job("twice", "score.query = \"SELECT * FROM orders UNION ALL SELECT * FROM orders\""),
            4)
        .contains("DUPLICATE_KEYS", "id");
  }

  @Test
  void moreRejectsThanAllowed() throws IOException {
    refused(
            "score",
            job(
                "rejects",
                "score.query = \"SELECT id, day, IF(id % 2 = 0, NULL, size) AS size, kind FROM"
                    + " orders\""),
            5)
        .contains("TOO_MANY_REJECTS", "MISSING_VALUE");
  }

  @Test
  void aModelThatIsNotThere() throws IOException {
    refused("score", job("nobody", "score.model = \"ordres@champion\""), 6)
        .contains("NO_SUCH_MODEL", "ordres", "orders");
  }

  @Test
  void aRegistryThatCannotBeWritten() throws IOException {
    Path blocked = Files.writeString(folder.resolve("a-file"), "not a folder");
    Cli.Result result =
        cli.raw(
            "train",
            job("blocked", "").toString(),
            "-D",
            "almanac.registry.root=" + blocked.resolve("registry"),
            "-D",
            "almanac.spark.master=local[2]");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
    assertThat(result.err()).contains("STORE_UNAVAILABLE", "a-file");
  }

  @Test
  void aRegistryThatCannotBeOpenedLeavesNoSparkBehind() throws IOException {
    Cli.Result result =
        cli.raw(
            "train",
            job("nowhere", "").toString(),
            "-D",
            "almanac.registry.root=\"nosuch://host/registry\"",
            "-D",
            "almanac.spark.master=local[2]");
    assertThat(result.exitCode()).as(result.err()).isNotZero();
    assertThat(result.err()).contains("nosuch");
    assertThat(SparkSession.getDefaultSession().exists(s -> !s.sparkContext().isStopped()))
        .isFalse();
  }

  @Test
  void mistakesOfAJobFileAreReportedTogetherAndBeforeSpark() throws IOException {
    Path job =
        job(
            "many",
            "train.algorithm { name = gbt, params { max-itr = 3, max-depth = 99 } }\n"
                + "train.sede = 3");
    Cli.Result result = cli.run("run", job.toString());
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("max-itr", "did you mean 'max-iter'", "max-depth", "sede", "many.conf")
        .doesNotContain("\tat ");
  }

  @Test
  void aDamagedModelIsNotScoredWith() throws IOException {
    Path damaged = folder.resolve("damaged-site");
    Cli other = new Cli(damaged);
    Path job = job("damage", "");
    ForgedRegistry.copy(cli.registry(), other.registry());
    Path pmml;
    try (Stream<Path> files = Files.walk(other.registry())) {
      pmml = files.filter(file -> file.endsWith("model.pmml")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(pmml);
    bytes[bytes.length / 2] ^= 1;
    Files.write(pmml, bytes);
    Cli.Result result = other.run("score", job.toString(), "-D", "score.engine=jpmml");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(result.err()).contains("ARTIFACT_DAMAGED", "model.pmml");
  }

  private org.assertj.core.api.AbstractStringAssert<?> refused(
      String command, Path job, int exitCode) throws IOException {
    List<String> before = state();
    Cli.Result result = cli.run(command, job.toString(), "--quiet");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err().lines().count()).as(result.err()).isLessThanOrEqualTo(SCREEN);
    assertThat(result.err()).doesNotContain("\tat ").doesNotContain("Exception:");
    assertThat(state()).isEqualTo(before);
    return assertThat(result.err());
  }

  /**
   * Every file that readers see: the ledger, versions' folders and Delta's log; but for the table
   * of runs, which says that a run failed.
   */
  private List<String> state() throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    for (Path root : List.of(cli.registry(), cli.warehouse())) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String name = root.relativize(file).toString();
          if (name.startsWith("runs/")) {
            continue;
          }
          if (name.contains("ledger") || name.contains("versions/") || name.endsWith(".json")) {
            files.put(name, Long.toString(Files.size(file)));
          }
        }
      }
    }
    List<String> state = new ArrayList<>();
    files.forEach((name, size) -> state.add(name + " " + size));
    return state;
  }

  private Path job(String name, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".conf"),
        """
        name = orders
        run-date = 2026-02-01
        sources.orders { format = csv, path = "%s/orders.csv", options { header = true }
          schema = "id BIGINT, day DATE, size INT, kind STRING, late BOOLEAN" }
        train {
          task = binary, label = late, positive = "true"
          features {
            numeric { size { missing = reject } }
            categorical { kind { missing = level, unseen = level } }
          }
          split { by = time, column = day, holdout = 0.25 }
          algorithm { name = logistic-regression }
          gate { auc { min = 0.6 } }
        }
        score { keys = [id], pass-through = [day], max-rejected-share = 0.1 }
        """
                .formatted(folder)
            + more
            + "\n");
  }
}
