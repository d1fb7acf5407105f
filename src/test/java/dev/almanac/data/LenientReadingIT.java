package dev.almanac.data;

import static dev.almanac.data.SourceFixture.csv;
import static dev.almanac.data.SourceFixture.emptyAsMissing;
import static dev.almanac.data.SourceFixture.guessed;
import static dev.almanac.data.SourceFixture.source;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark would read as something else, without a word: the table of docs/sources.md. */
class LenientReadingIT {
  private final SparkSession spark = TestSpark.session();
  private final SourceFixture files;

  LenientReadingIT(@TempDir Path home) {
    this.files = new SourceFixture(home);
  }

  @ParameterizedTest
  @CsvSource({
    "01234, INT",
    "+5, INT",
    "-0, INT",
    "1e3, 'DECIMAL(4,0)'",
    "1.10, DOUBLE",
    "5d, DOUBLE",
    "NaN, DOUBLE"
  })
  void readsAFolderAsTextThatWouldLoseItsSpelling(String value, String type) {
    files.write("p/zip=" + value + "/year=2024/1.csv", "id\n1\n");

    Table table = files.read(csv("p", "id INT"));

    assertThat(SourceFixture.rows(table)).containsExactly("[1," + value + ",2024]");
    assertThat(table.rows().schema().toDDL()).isEqualTo("id INT,zip STRING,year INT");
    assertThat(table.warnings())
        .containsExactly(
            "source 't': 'zip' is read as text, since the folder zip=%s would lose its spelling as %s"
                .formatted(value, type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "json", "orc", "csv"})
  void readsFoldersOfAllFormatsAlike(String format) {
    spark
        .sql("SELECT 1 AS id, '007' AS zip, 5 AS n")
        .write()
        .partitionBy("zip", "n")
        .format(format)
        .save(files.home().resolve("p").toString());

    Table table = files.read(source(format, "p", Map.of(), format.equals("csv") ? "id INT" : ""));

    assertThat(SourceFixture.rows(table)).containsExactly("[1,007,5]");
    assertThat(table.rows().schema().apply("n").dataType().sql()).isEqualTo("INT");
  }

  @Test
  void keepsTheTypeOfFoldersThatSurviveItAndThatTheSchemaNames() {
    files.write("safe/zip=777/day=2024-01-01/1.csv", "id\n1\n");
    files.write("safe/zip=__HIVE_DEFAULT_PARTITION__/day=2024-01-02/1.csv", "id\n2\n");
    files.write("named/zip=007/1.csv", "id\n1\n");

    assertThat(files.read(csv("safe", "id INT")).rows().schema().toDDL())
        .isEqualTo("id INT,zip INT,day DATE");
    assertThat(files.rows(csv("safe", "id INT")))
        .containsExactly("[1,777,2024-01-01]", "[2,null,2024-01-02]");
    assertThat(files.rows(csv("named", "id INT, zip INT"))).containsExactly("[1,7]");
    assertThat(files.rows(csv("named", "id INT, zip STRING"))).containsExactly("[1,007]");
  }

  @Test
  void refusesFoldersWhoseNamesSparkCannotDecode() {
    files.write("p/city=Z%C3%BCrich/1.csv", "id\n1\n");
    files.write("plain/city=Zürich%20Nord/1.csv", "id\n1\n");

    files
        .assertRefused(csv("p", "id INT"))
        .hasMessageContaining("city=Z%C3%BCrich")
        .hasMessageContaining("Rename such folders");
    assertThat(files.rows(csv("plain", "id INT"))).containsExactly("[1,Zürich Nord]");
    files.write("empty/zip=/1.csv", "id\n1\n");
    files
        .assertRefused(csv("empty", "id INT"))
        .hasMessageContaining("the folder 'zip=', which has no value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void refusesATimeOfDayWhichSparkPutsIntoTheCurrentDay(String format) {
    files.write("t.csv", "t\n2024-01-01 10:00:00\n2024-01-01T10:00:00Z\n12:30\n");
    files.write(
        "t.json", "{\"t\":\"2024-01-01 10:00:00\"}\n{\"t\":1704103200}\n{\"t\":\"T12:30\"}\n");
    files.write("good.csv", "t\n2024-01-01 10:00:00\n2024-01-01T11:00:00+01:00\n\n");
    files.write("good.json", "{\"t\":\"2024-01-01 10:00:00\"}\n{\"t\":1704103200}\n");
    Map<String, String> header = Map.of("header", "true");

    files
        .assertRefused(source(format, "t." + format, header, "t TIMESTAMP"))
        .hasMessageContaining("source 't', column 't' has '")
        .hasMessageContaining("12:30', which is no TIMESTAMP, in ")
        .hasMessageContaining("t." + format);
    assertThat(
            SourceFixture.rows(
                files.query(
                    source(format, "good." + format, header, "t TIMESTAMP"),
                    "SELECT cast(t AS STRING) FROM t")))
        .containsExactly("[2024-01-01 10:00:00]", "[2024-01-01 10:00:00]");
  }

  @Test
  void refusesACommaInADecimalWhichSparkWouldDrop() {
    files.write("t.csv", "a;b\n1.5;x\n\"2,5\";y\n");
    Map<String, String> options = Map.of("header", "true", "sep", ";");

    files
        .assertRefused(source("csv", "t.csv", options, "a DECIMAL(9,2), b STRING"))
        .hasMessageContaining("column 'a' has '2,5', which is no DECIMAL(9,2)");
    assertThat(
            files.rows(
                source(
                    "csv",
                    "t.csv",
                    Map.of("header", "true", "sep", ";", "locale", "de"),
                    "a DECIMAL(9,1), b STRING")))
        .contains("[2.5,y]");
  }

  @ParameterizedTest
  @CsvSource({"007, 1", "1d, 2.5", "0x, 0", "+1, 2"})
  void refusesValuesThatAGuessedTypeWouldChange(String one, String other) {
    files.write("t.csv", "a,b\n%s,x\n%s,y\n".formatted(one, other));
    Table table = files.read(guessed("t.csv"));

    if (table.rows().schema().apply("a").dataType().sql().equals("STRING")) {
      assertThat(SourceFixture.rows(table)).contains("[" + one + ",x]");
    } else {
      files.assertRefused(guessed("t.csv")).hasMessageContaining("has '" + one + "'");
    }
    files.write("good.csv", "a,b,c\n0,0.5,-3\n10,1e3,0\n");
    assertThat(files.rows(guessed("good.csv"))).containsExactly("[0,0.5,-3]", "[10,1000.0,0]");
  }

  @Test
  void refusesRecordsOfXmlAndOfCatalogTablesThatDoNotFit() {
    files.write("t.xml", "<rows><row><a>1</a></row><row><a>zz</a></row></rows>");
    files.write("c/1.csv", "id\n1\nx\n");
    spark.sql(
        "CREATE TABLE lenient_it (id INT) USING csv OPTIONS (header true) LOCATION '%s'"
            .formatted(files.home().resolve("c")));
    try {
      files.assertRefused(source("xml", "t.xml", Map.of("rowTag", "row"), "a INT"));
      files
          .assertRefused(source("table", "lenient_it", Map.of(), ""))
          .hasMessageContaining("c/1.csv")
          .hasMessageContaining("'x' is no value");
    } finally {
      spark.sql("DROP TABLE lenient_it");
    }
  }

  @Test
  void refusesJsonThatIsCutOffOrOfAnotherType() {
    files.write("cut.json", "{\"a\":1}\n{\"a\":\n");
    files.write("type.json", "{\"a\":1}\n{\"a\":\"x\"}\n");

    files
        .assertRefused(source("json", "cut.json", Map.of(), "a INT"))
        .hasMessageContaining("cut.json");
    files.assertRefused(source("json", "cut.json", Map.of(), ""));
    files
        .assertRefused(source("json", "type.json", Map.of(), "a INT"))
        .hasMessageContaining("The record: {\"a\":\"x\"}");
  }

  @Test
  void readsAFileOfExactlyTheNameBeforeThoseThatMatchIt() {
    files.write("trips [2024].csv", "id\n1\n");
    files.write("part{1,2}.csv", "id\n2\n");
    files.write("part1.csv", "id\n3\n");
    files.write("data[1].csv", "id\n4\n");
    files.write("data1.csv", "id\n5\n");
    files.write("back\\slash?*.csv", "id\n6\n");
    files.write("f[1]/day=2024-01-01/1.csv", "id\n7\n");

    assertThat(files.rows(csv("trips [2024].csv", "id INT"))).containsExactly("[1]");
    assertThat(files.rows(csv("part{1,2}.csv", "id INT"))).containsExactly("[2]");
    assertThat(files.rows(csv("data[1].csv", "id INT"))).containsExactly("[4]");
    assertThat(files.rows(csv("back\\slash?*.csv", "id INT"))).containsExactly("[6]");
    assertThat(files.rows(csv("f[1]", "id INT"))).containsExactly("[7,2024-01-01]");
    assertThat(files.rows(csv("part[1-3].csv", "id INT"))).containsExactly("[3]");
    assertThat(files.rows(csv("data*.csv", "id INT"))).containsExactly("[4]", "[5]");
    assertThatThrownBy(() -> files.read(csv("trips[2025].csv", "id INT")))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("a backslash before each reads it as itself");
  }

  @Test
  void readsEmptyTextsAsMissingWhereTheSourceSaysSo() {
    files.write("t.json", "{\"a\":\"\",\"b\":1}\n{\"a\":\"x\",\"b\":2}\n{\"a\":null,\"b\":3}\n");

    assertThat(files.rows(source("json", "t.json", Map.of(), "")))
        .containsExactly("[,1]", "[null,3]", "[x,2]");
    assertThat(files.rows(emptyAsMissing(source("json", "t.json", Map.of(), ""))))
        .containsExactly("[null,1]", "[null,3]", "[x,2]");
  }

  @Test
  void refusesColumnsThatNoFileHasOrThatDifferByCapitalsOnly() {
    SparkSession sensitive = spark.newSession();
    sensitive.conf().set("spark.sql.caseSensitive", true);
    String twins = files.home().resolve("twins").toString();
    sensitive.sql("SELECT 1L AS id, 2 AS Kind, 3 AS kind").coalesce(1).write().parquet(twins);
    spark.sql("SELECT 1L AS id").coalesce(1).write().parquet(files.home() + "/p/part=1");
    spark.sql("SELECT 2L AS id, 5D AS km").coalesce(1).write().parquet(files.home() + "/p/part=2");

    files
        .assertRefused(source("parquet", "twins", Map.of(), ""))
        .hasMessageContaining("two of its columns have one name")
        .hasMessageContaining("`kind`");
    files
        .assertRefused(source("parquet", "twins", Map.of(), "id BIGINT, kind INT"))
        .hasMessageContaining("names kind, which the parquet table has twice, as Kind, kind");
    assertThat(files.rows(source("parquet", "twins", Map.of(), "ID BIGINT")))
        .containsExactly("[1]");
    files
        .assertRefused(source("parquet", "p", Map.of(), "id BIGINT, kilometer DOUBLE"))
        .hasMessageContaining(
            "names kilometer, which the parquet table lacks; it has id, km, part");
    assertThat(files.rows(source("parquet", "p", Map.of(), "id BIGINT, km DOUBLE")))
        .containsExactly("[1,null,1]", "[2,5.0,2]");
  }

  @Test
  void leavesToSparkWhatLosesNothing() {
    spark.sql("SELECT 1 AS a, 1.5F AS b").write().parquet(files.home() + "/narrow");
    spark.sql("SELECT 5000000000L AS a").write().parquet(files.home() + "/wide");
    files.write("t.csv", "d,m\n2024-3,1.005\n2024,2\n");
    files.write("t.json", "{\"a\":1,\"a\":2,\"A\":3}\n{\"b\":1}\n");

    assertThat(files.rows(source("parquet", "narrow", Map.of(), "a BIGINT, b DOUBLE")))
        .containsExactly("[1,1.5]");
    assertThatThrownBy(() -> files.rows(source("parquet", "wide", Map.of(), "a INT")))
        .hasStackTraceContaining("PARQUET_COLUMN_DATA_TYPE_MISMATCH");
    assertThat(files.rows(csv("t.csv", "d DATE, m DECIMAL(9,2)")))
        .containsExactly("[2024-01-01,2.00]", "[2024-03-01,1.01]");
    assertThat(files.rows(source("json", "t.json", Map.of(), "a INT")))
        .containsExactly("[2]", "[null]");
  }

  @Test
  void countsTextsWhoseBytesAreOfAnotherEncoding() {
    files.write("t.csv", "id,city,note\n1,Zürich,x\n2,Zürich,x\n3,Bern,ü\n".getBytes(ISO_8859_1));
    Map<String, String> encoding = Map.of("header", "true", "encoding", "ISO-8859-1");
    String schema = "id INT, city STRING, note STRING";

    Table.Counted counted = files.read(csv("t.csv", schema)).counted(List.of("id", "city", "gone"));

    assertThat(counted.rows()).isEqualTo(3);
    assertThat(counted.warnings())
        .singleElement()
        .asString()
        .startsWith("column 'city' has 2 values with bytes that are not of the encoding");
    assertThat(
            files
                .read(source("csv", "t.csv", encoding, schema))
                .counted(List.of("city", "note"))
                .warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT row_number() OVER (ORDER BY day) AS id FROM t | made by row_number()",
        "SELECT cast(n + 1 AS STRING) AS id FROM (SELECT *, row_number() OVER (PARTITION BY a ORDER"
            + " BY b) AS n FROM t) | row_number",
        "WITH x AS (SELECT monotonically_increasing_id() AS m FROM t) SELECT m AS id FROM x |"
            + " monotonically_increasing_id()",
        "SELECT uuid() AS id FROM t | made by uuid()",
        "SELECT a AS id, row_number() OVER (ORDER BY b) AS place FROM t |",
        "SELECT max(a) AS id FROM t GROUP BY b |"
      })
  void warnsAboutKeysThatTheOrderOfRowsMakes(String query, String warning) {
    files.write("t.csv", "a,b,day\n1,2,2024-01-01\n");
    Table table = files.query(csv("t.csv", "a INT, b INT, day DATE"), query);

    List<String> warnings = KeyOrigin.warnings(table.rows(), List.of("id"));

    if (warning == null) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).singleElement().asString().contains("the key 'id'", warning.strip());
    }
  }
}
