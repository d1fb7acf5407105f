package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderIT {
  private static final LocalDate RUN_DATE = LocalDate.of(2026, 5, 1);

  private final SparkSession spark = TestSpark.session();
  private final Path home;

  SourceReaderIT(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void pinsADeltaSourceToTheVersionOfTheMomentItWasRead() {
    spark.range(3).write().format("delta").save(home.resolve("t").toString());
    Table table = read(dataset(source("t", "delta", "t")));
    spark.range(5).write().format("delta").mode("append").save(home.resolve("t").toString());

    assertThat(table.rows().count()).isEqualTo(3);
    assertThat(table.sources())
        .singleElement()
        .satisfies(source -> assertThat(source.brief()).isEqualTo("t@v0"));
    Table newer = read(dataset(source("t", "delta", "t")));
    assertThat(newer.rows().count()).isEqualTo(8);
    assertThat(newer.sources().get(0).brief()).isEqualTo("t@v1");
  }

  @Test
  void readsAnOlderVersionThatTheJobNames() {
    spark.range(3).write().format("delta").save(home.resolve("t").toString());
    spark.range(5).write().format("delta").mode("append").save(home.resolve("t").toString());
    SourceSpec old =
        new SourceSpec(
            "t", "delta", Optional.of("t"), Map.of(), Optional.empty(), OptionalLong.of(0));

    assertThat(read(dataset(old)).rows().count()).isEqualTo(3);
  }

  @Test
  void pinsACatalogTable() {
    spark.range(2).write().format("delta").saveAsTable("reader_it");
    try {
      Table table = read(dataset(source("t", "table", "reader_it")));
      spark.range(2).write().format("delta").mode("append").saveAsTable("reader_it");

      assertThat(table.rows().count()).isEqualTo(2);
      assertThat(table.sources().get(0).version()).hasValue(0);
    } finally {
      spark.sql("drop table reader_it");
    }
  }

  @Test
  void reportsStatesOfFilesApartByTheirFingerprint() {
    spark.range(3).coalesce(1).write().parquet(home.resolve("a b%1").toString());
    String first = read(dataset(source("s", "parquet", "a b%1"))).sources().get(0).fingerprint();
    String again = read(dataset(source("s", "parquet", "a b%1"))).sources().get(0).fingerprint();
    spark.range(1).coalesce(1).write().mode("append").parquet(home.resolve("a b%1").toString());
    String more = read(dataset(source("s", "parquet", "a b%1"))).sources().get(0).fingerprint();

    assertThat(first).hasSize(64).isEqualTo(again).isNotEqualTo(more);
  }

  @Test
  void bindsTheRunDateAsADateAndKeepsReadsApart() {
    spark.range(3).write().parquet(home.resolve("a").toString());
    spark.range(7).write().parquet(home.resolve("b").toString());
    String query = "select id, :run_date as d from s where :run_date = date'2026-05-01';";
    Table a = read(new DatasetSpec(List.of(source("s", "parquet", "a")), Optional.of(query)));
    Table b = read(new DatasetSpec(List.of(source("s", "parquet", "b")), Optional.of(query)));

    assertThat(a.rows().count()).isEqualTo(3);
    assertThat(b.rows().count()).isEqualTo(7);
    assertThat(a.rows().schema().apply("d").dataType().sql()).isEqualTo("DATE");
    assertThat(spark.catalog().tableExists("s")).isFalse();
  }

  @Test
  void saysWhatMayHaveBeenMeantByAPathThatIsNotThere() {
    spark.range(1).write().parquet(home.resolve("flights").toString());

    refused(dataset(source("s", "parquet", "flihgts")), ErrorCode.SOURCE_NOT_FOUND)
        .hasMessageContaining("source 's' is not there")
        .hasMessageContaining("did you mean '" + home.resolve("flights") + "'?");
    refused(dataset(source("s", "delta", "nowhere-at-all")), ErrorCode.SOURCE_NOT_FOUND);
    refused(dataset(source("s", "table", "no_such_table")), ErrorCode.SOURCE_NOT_FOUND);
  }

  @Test
  void refusesWhatIsNotOfItsFormat() throws IOException {
    Files.writeString(home.resolve("t.parquet"), "no parquet at all, but long enough to look");

    refused(dataset(source("s", "parquet", "t.parquet")), ErrorCode.SOURCE_UNREADABLE)
        .hasMessageContaining("source 's' cannot be read as parquet");
    refused(dataset(source("s", "no-such-format", "t.parquet")), ErrorCode.SOURCE_UNREADABLE);
  }

  @Test
  void bringsNoVariableOfTheEnvironmentAndNoSettingIntoATable() {
    spark.range(1).write().parquet(home.resolve("a").toString());
    String text = "${env:HOME}|${system:user.name}|${spark.app.name}|${nothing}";

    assertThat(
            read(query("SELECT '" + text + "' AS h FROM s WHERE '${nothing}' <> ''"))
                .rows()
                .head()
                .getString(0))
        .isEqualTo(text);
    refused("SELECT reflect('java.lang.System', 'getenv', 'HOME') FROM s", "calls a Java method");
    refused(
        "SELECT id FROM s WHERE id IN (SELECT length(upper(java_method('java.lang.System',"
            + " 'getProperty', 'user.name'))) FROM s)",
        "calls a Java method");
  }

  @Test
  void saysWhereAQueryIsWrong() {
    spark.range(1).write().parquet(home.resolve("a").toString());

    refused("select idd from s", "idd", "(line 1, position 8)");
    refused("select id\nfrom s whree id > 1", "(line 2, position");
    refused("drop table s", "drop");
  }

  private void refused(String query, String... parts) {
    refused(query(query), ErrorCode.QUERY_FAILED)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("the job's query c");
  }

  private static DatasetSpec query(String query) {
    return new DatasetSpec(List.of(source("s", "parquet", "a")), Optional.of(query));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      DatasetSpec dataset, ErrorCode code) {
    return assertThatThrownBy(() -> read(dataset))
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Table read(DatasetSpec dataset) {
    return new SourceReader(spark, location -> home.resolve(location).toString())
        .read(dataset, RUN_DATE);
  }

  private static DatasetSpec dataset(SourceSpec source) {
    return new DatasetSpec(List.of(source), Optional.empty());
  }

  private static SourceSpec source(String name, String format, String location) {
    return new SourceSpec(
        name, format, Optional.of(location), Map.of(), Optional.empty(), OptionalLong.empty());
  }
}
