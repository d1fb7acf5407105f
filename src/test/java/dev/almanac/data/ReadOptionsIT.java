package dev.almanac.data;

import static dev.almanac.data.SourceFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of Spark's readers that the page about sources names. */
class ReadOptionsIT {
  private static final String HEADER = "header";

  private final SparkSession spark = TestSpark.session();
  private final SourceFixture files;

  ReadOptionsIT(@TempDir Path home) {
    this.files = new SourceFixture(home);
  }

  @Test
  void takesTheColumnsOfTheFirstFileOrWithMergeSchemaOfAll() {
    String folder = files.home().resolve("p").toString();
    spark.sql("SELECT 1 AS id, 'x' AS a").write().parquet(folder + "/day=1");
    spark.sql("SELECT 2 AS id, 3L AS b").write().parquet(folder + "/day=2");

    assertThat(columns("parquet", Map.of())).isEqualTo("id INT,a STRING,day INT");
    assertThat(columns("parquet", Map.of("mergeSchema", "true")))
        .isEqualTo("id INT,a STRING,b BIGINT,day INT");
    assertThat(files.rows(source("parquet", "p", Map.of("mergeSchema", "true"), "")))
        .containsExactly("[1,x,null,1]", "[2,null,3,2]");
  }

  @Test
  void makesNoColumnsOfFoldersThatAreLookedThroughRecursively() {
    files.write("p/day=1/1.csv", "id\n1\n");
    files.write("p/day=1/more/deep/2.csv", "id\n2\n");

    Table table =
        files.read(
            source("csv", "p", Map.of(HEADER, "true", "recursiveFileLookup", "true"), "id INT"));

    assertThat(table.rows().schema().toDDL()).isEqualTo("id INT");
    assertThat(SourceFixture.rows(table)).containsExactly("[1]", "[2]");
  }

  @Test
  void choosesFilesByNameAndByTimeAndKnowsTheStateOfThese() throws IOException {
    files.write("p/old.csv", "id\n1\n");
    files.write("p/new.csv", "id\n2\n");
    files.write("p/new.txt", "id\n3\n");
    Files.setLastModifiedTime(
        files.home().resolve("p/old.csv"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    var named = source("csv", "p", Map.of(HEADER, "true", "pathGlobFilter", "*.csv"), "id INT");
    var late =
        source(
            "csv", "p", Map.of(HEADER, "true", "modifiedAfter", "2021-01-01T00:00:00"), "id INT");
    var early =
        source(
            "csv", "p", Map.of(HEADER, "true", "modifiedBefore", "2021-01-01T00:00:00"), "id INT");

    assertThat(files.rows(named)).containsExactly("[1]", "[2]");
    assertThat(files.rows(late)).containsExactly("[2]", "[3]");
    assertThat(files.rows(early)).containsExactly("[1]");
    var state = files.read(early).sources();
    files.write("p/new.txt", "id\n3\n4\n");
    assertThat(files.read(early).sources()).isEqualTo(state);
    assertThat(files.rows(late)).containsExactly("[2]", "[3]", "[4]");
  }

  @Test
  void readsJsonAsItsOptionsSay() {
    files.write("p/1.json", "{\"id\":1,\"x\":1.50,\"none\":null}\n{\"id\":2,\"x\":NaN}\n");

    assertThat(columns("json", Map.of("primitivesAsString", "true")))
        .isEqualTo("id STRING,none STRING,x STRING");
    assertThat(columns("json", Map.of("dropFieldIfAllNull", "true")))
        .isEqualTo("id BIGINT,x DOUBLE");
    assertThat(files.rows(source("json", "p", Map.of(), "id INT, x DOUBLE")))
        .containsExactly("[1,1.5]", "[2,NaN]");
    files.assertRefused(
        source("json", "p", Map.of("allowNonNumericNumbers", "false"), "id INT, x DOUBLE"));
  }

  @Test
  void readsShortDatesAsSqlDoesOrByTheFormatThatIsGiven() {
    files.write("p/1.csv", "day\n2024-3\n");
    files.write("d/1.csv", "day\n03.02.2024\n");

    assertThat(files.rows(source("csv", "p", Map.of(HEADER, "true"), "day DATE")))
        .containsExactly("[2024-03-01]");
    files.assertRefused(
        source("csv", "p", Map.of(HEADER, "true", "dateFormat", "yyyy-MM-dd"), "day DATE"));
    assertThat(
            files.rows(
                source("csv", "d", Map.of(HEADER, "true", "dateFormat", "dd.MM.yyyy"), "day DATE")))
        .containsExactly("[2024-02-03]");
  }

  private String columns(String format, Map<String, String> options) {
    return files.read(source(format, "p", options, "")).rows().schema().toDDL();
  }
}
