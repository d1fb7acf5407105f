package dev.almanac.data;

import static dev.almanac.data.SourceFixture.csv;
import static dev.almanac.data.SourceFixture.guessed;
import static dev.almanac.data.SourceFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of CSV files are found by the names in the header, in every file. */
class CsvSourceIT {
  private static final String SCHEMA = "id BIGINT, day DATE, km DOUBLE, rain DOUBLE";

  private final SourceFixture files;

  CsvSourceIT(@TempDir Path home) {
    this.files = new SourceFixture(home);
  }

  @Test
  void readsByNameWhereTheHeaderHasAnotherOrderThanTheSchema() {
    files.write("t.csv", "id,day,rain,km\n1,2024-03-19,50,90\n");

    assertThat(files.rows(csv("t.csv", SCHEMA))).containsExactly("[1,2024-03-19,90.0,50.0]");
  }

  @Test
  void leavesOutColumnsThatTheSchemaDoesNotName() {
    files.write("t.csv", "x,id,day,note,rain, KM \n9,1,2024-03-19,hello,50,90\n");

    assertThat(files.rows(csv("t.csv", SCHEMA))).containsExactly("[1,2024-03-19,90.0,50.0]");
  }

  @Test
  void refusesASchemaOfWhichTheHeaderLacksAName() {
    files.write("t.csv", "id,day,kilometer,rain\n1,2024-03-19,90,50\n");

    files
        .assertRefused(csv("t.csv", SCHEMA))
        .hasMessageContaining("source 't'")
        .hasMessageContaining("has no column 'km'")
        .hasMessageContaining("id, day, kilometer, rain");
  }

  @Test
  void refusesAHeaderThatHasAColumnOfTheSchemaTwice() {
    files.write("t.csv", "id,day,km,rain,km\n1,2024-03-19,90,50,10\n");

    files.assertRefused(csv("t.csv", SCHEMA)).hasMessageContaining("'km' more than once");
  }

  @Test
  void refusesAFolderWhoseFilesDiffer() {
    files.write("other-order/1.csv", "id,day,km,rain\n1,2024-03-19,90,50\n");
    files.write("other-order/2.csv", "id,day,rain,km\n2,2024-03-19,50,90\n");
    files.write("one-less/1.csv", "id,day,km,rain\n1,2024-03-19,90,50\n");
    files.write("one-less/2.csv", "id,day,rain\n2,2024-03-19,50\n");

    files
        .assertRefused(csv("other-order", SCHEMA))
        .hasMessageContaining("other-order/2.csv")
        .hasMessageContaining("id, day, rain, km instead of id, day, km, rain");
    files.assertRefused(csv("other-order", "")).hasMessageContaining("other-order/2.csv");
    files.assertRefused(guessed("other-order")).hasMessageContaining("other-order/2.csv");
    files.assertRefused(csv("one-less", SCHEMA)).hasMessageContaining("one-less/2.csv");
    files.assertRefused(csv("one-less", "")).hasMessageContaining("one-less/2.csv");
  }

  @Test
  void comparesHeadersAlsoWhereAQueryNeedsFewColumns() {
    files.write("t/1.csv", "id,day,km,rain\n1,2024-03-19,90,50\n");
    files.write("t/2.csv", "id,day,rain,km\n2,2024-03-19,50,90\n");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> files.query(csv("t", SCHEMA), "SELECT id FROM t").rows().collectAsList()))
        .hasStackTraceContaining("CSV header does not conform");
  }

  @Test
  void readsAColumnWithoutANameAndColumnsOfOneName() {
    files.write("index.csv", ",km\n0,90\n");
    files.write("indexes/1.csv", ",km\n0,90\n");
    files.write("indexes/2.csv", ",km\n1,91\n");
    files.write("twins.csv", "id,km,KM\n0,90,91\n");

    assertThat(files.rows(csv("index.csv", "km DOUBLE"))).containsExactly("[90.0]");
    assertThat(files.read(guessed("indexes")).rows().columns()).containsExactly("_c0", "km");
    assertThat(files.rows(guessed("indexes"))).containsExactly("[0,90]", "[1,91]");
    assertThat(files.read(csv("twins.csv", "")).rows().columns())
        .containsExactly("id", "km1", "KM2");
  }

  @Test
  void refusesFilesWhoseHeadersCannotBeCompared() {
    files.write("t/1.csv", "id,km,km\n0,90,91\n");
    files.write("t/2.csv", "id,km,km\n0,90,91\n");

    files.assertRefused(csv("t", "")).hasMessageContaining("cannot be compared");
  }

  @Test
  void readsFilesWithoutRowsAndWithMarksAtTheirBeginning() {
    files.write("t/0.csv", "");
    files.write("t/1.csv", "\uFEFFid,day,km,rain\n");
    files.write("t/2.csv", "\"id\",\"day\",\"km\",\"rain\"\n1,2024-03-19,90,50\n");

    assertThat(files.rows(csv("t", SCHEMA))).containsExactly("[1,2024-03-19,90.0,50.0]");
  }

  @Test
  void refusesFilesWithoutALineIfNothingElseNamesTheColumns() {
    files.write("t/0.csv", "");

    files.assertRefused(csv("t", "")).hasMessageContaining("no CSV file with a header");
    assertThat(files.rows(csv("t", SCHEMA))).isEmpty();
  }

  @Test
  void readsFoldersNamedAfterValues() {
    files.write("t/day=2024-03-19/1.csv", "rain,km,id\n50,90,1\n");
    files.write("t/day=2024-03-20/1.csv", "rain,km,id\n51,91,2\n");

    assertThat(files.rows(csv("t", SCHEMA)))
        .containsExactly("[1,2024-03-19,90.0,50.0]", "[2,2024-03-20,91.0,51.0]");
    assertThat(files.rows(csv("t", "id INT, km DOUBLE")))
        .containsExactly("[1,90.0,2024-03-19]", "[2,91.0,2024-03-20]");
  }

  @Test
  void refusesRecordsWithTooFewOrTooManyValues() {
    files.write("few.csv", "id,km,rain\n1,90\n");
    files.write("many.csv", "id,km,rain\n1,90,50,3\n");
    files.write("newline.csv", "id,km,note\n1,90,\"line one\nline two\"\n");
    String schema = "id INT, km DOUBLE, rain DOUBLE";

    files
        .assertRefused(csv("few.csv", schema))
        .hasMessageContaining("few.csv")
        .hasMessageContaining("too few or too many values")
        .hasMessageContaining("if quoted values have line breaks")
        .hasMessageNotContaining("try_cast")
        .hasMessageContaining("The record: 1,90");
    files.assertRefused(csv("many.csv", schema)).hasMessageContaining("The record: 1,90,50,3");
    files
        .assertRefused(csv("newline.csv", "id INT, km DOUBLE, note STRING"))
        .hasMessageContaining("multiLine = true")
        .hasMessageContaining("line two");
    assertThat(
            files.rows(
                source(
                    "csv",
                    "newline.csv",
                    Map.of("header", "true", "multiLine", "true"),
                    "id INT, km DOUBLE, note STRING")))
        .containsExactly("[1,90.0,line one\nline two]");
  }

  @Test
  void showsTheRecordWhoseValueDoesNotFit() {
    files.write("a b.csv", "id,km,note\n1,90,x\n2,\"31,52\",late\n");

    files
        .assertRefused(csv("a b.csv", "id INT, km DOUBLE, note STRING"))
        .hasMessageContaining("a b.csv cannot be read: '31,52' is no value of its column's type")
        .hasMessageContaining("The record: 2,\"31,52\",late");
  }
}
