package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is executed: the analysed plans are read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatableQueryIT {
  private Path folder = Path.of("unset");

  @BeforeAll
  void writeRows(@TempDir Path temporary) {
    folder = temporary;
    TestSpark.session()
        .range(3)
        .selectExpr("id", "date'2026-01-01' as d", "timestamp'2026-01-01' as t", "'now' as word")
        .write()
        .parquet(folder.resolve("rows").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM rows",
        "SELECT id, d, upper(word) w, hash(id) h FROM rows WHERE d > DATE '2026-01-01'",
        "SELECT * FROM rows WHERE word = 'now' OR word IN ('today', 'rand()')",
        "SELECT /* rand() DATE 'today' */ id FROM rows -- now()",
        "SELECT id AS `current_date`, id AS rand FROM rows",
        "SELECT * FROM rows WHERE t >= TIMESTAMP '2026-01-01 10:00:00' AND d < :run_date",
        "WITH a AS (SELECT id, max(t) t FROM rows GROUP BY id) SELECT a.* FROM a JOIN rows USING"
            + " (id)",
        "SELECT * FROM rows WHERE id IN (SELECT max(id) FROM rows)",
        "SELECT id, row_number() OVER (PARTITION BY d ORDER BY id) n FROM rows",
        "SELECT id, last_value(word) OVER (PARTITION BY d ORDER BY id) n FROM rows",
        "SELECT r.id, x FROM rows r LATERAL VIEW explode(array(1, 2)) e AS x",
        "SELECT * FROM rows JOIN (VALUES (1, 'a'), (2, 'b')) v(id, name) USING (id)",
        "SELECT * FROM rows ORDER BY id LIMIT 2",
        "SELECT id FROM rows UNION ALL SELECT id + 10 FROM range(3)",
        "SELECT date_add(d, 1) a, to_date('2026-01-01') b, cast('2026-01-01' AS date) c, cast(word"
            + " AS date) w FROM rows",
        "SELECT id, from_json('{\"a\":1}', 'a int').a j, regexp_replace(word, 'n', 'm') m,"
            + " encode(word, 'UTF-8') e FROM rows",
      })
  void givesTheSameRowsAgain(String query) {
    assertThat(obstacle(query)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT *, now() n FROM rows",
        "SELECT *, CURRENT_DATE n FROM rows",
        "SELECT *, curdate() n FROM rows",
        "SELECT *, current_timestamp n FROM rows",
        "SELECT *, localtimestamp() n FROM rows",
        "SELECT *, unix_timestamp() n FROM rows",
        "SELECT *, current_user() n FROM rows",
        "SELECT *, session_user() n FROM rows",
        "SELECT *, current_database() n FROM rows",
        "SELECT *, current_catalog() n FROM rows",
        "SELECT *, current_timezone() n FROM rows",
        "SELECT * FROM rows WHERE d < DATE 'today'",
        "SELECT * FROM rows WHERE d < date\n/* the day */ 'yesterday'",
        "SELECT * FROM rows WHERE d < DATE\"tomorrow\"",
        "SELECT * FROM rows WHERE t < TIMESTAMP 'now'",
        "SELECT * FROM rows WHERE t < timestamp_ntz ' TODAY UTC'",
        "SELECT * FROM rows WHERE t < TIMESTAMP 'to\\u0064ay'",
        "SELECT * FROM rows WHERE d < cast('today' AS date)",
        "SELECT * FROM rows WHERE d < 'today'",
        "SELECT * FROM rows WHERE t < to_timestamp('now')",
        "SELECT * FROM rows WHERE d < date('to' || 'day')",
        "SELECT * FROM rows JOIN (VALUES (1, DATE 'today')) v(id, x) USING (id)",
        "SELECT * FROM rows JOIN (VALUES (1, current_date())) v(id, x) USING (id)",
        "SELECT * FROM rows TABLESAMPLE (50 PERCENT)",
        "SELECT * FROM rows TABLESAMPLE (2 ROWS)",
        "SELECT * FROM rows TABLESAMPLE (BUCKET 1 OUT OF 2)",
        "SELECT *, rand() n FROM rows",
        "SELECT *, rand(7) n FROM rows",
        "SELECT *, randn() n FROM rows",
        "SELECT *, random() n FROM rows",
        "SELECT *, uniform(1, 5) n FROM rows",
        "SELECT *, randstr(4) n FROM rows",
        "SELECT *, uuid() n FROM rows",
        "SELECT *, shuffle(array(1, 2)) n FROM rows",
        "SELECT *, monotonically_increasing_id() n FROM rows",
        "SELECT *, spark_partition_id() n FROM rows",
        "SELECT *, input_file_name() n FROM rows",
        "SELECT * FROM rows WHERE id = (SELECT max(id) FROM rows WHERE d < current_date())",
        "WITH a AS (SELECT id, rand() r FROM rows) SELECT id FROM a WHERE r < 0.5",
        "SELECT id FROM rows ORDER BY rand() LIMIT 2",
        "SELECT d, any_value(id) n FROM rows GROUP BY d",
        "SELECT d, collect_list(id) n FROM rows GROUP BY d",
        "SELECT * FROM rows LIMIT 2",
        "SELECT d FROM rows WHERE id IN (SELECT id FROM rows LIMIT 1)",
        "SELECT d, first_value(id) n FROM rows GROUP BY d",
        "SELECT d, listagg(word) n FROM rows GROUP BY d",
        "SELECT TRANSFORM(id) USING 'cat' AS (n string) FROM rows",
        "SELECT id FROM rows UNION ALL SELECT id FROM parquet.`FOLDER/rows`",
      })
  void mayGiveOtherRows(String query) {
    assertThat(obstacle(query)).isPresent();
  }

  @Test
  void saysWhy() {
    assertThat(obstacle("SELECT *, rand() n FROM rows"))
        .hasValue("the query is not deterministic: rand()");
    assertThat(obstacle("SELECT *, now() n FROM rows"))
        .hasValue("the query reads the current time or user: now()");
  }

  @Test
  void nothingIsKnownAboutFunctionsOfOthers() {
    SparkSession session = TestSpark.session().newSession();
    session.read().parquet(folder.resolve("rows").toString()).createOrReplaceTempView("rows");
    session.udf().register("plus_one", (UDF1<Long, Long>) value -> value + 1, DataTypes.LongType);
    session.sql("CREATE TEMPORARY FUNCTION plus_two(x BIGINT) RETURNS BIGINT RETURN x + 2");

    for (String function : List.of("plus_one", "plus_two")) {
      String query = "SELECT %s(id) n FROM rows".formatted(function);
      assertThat(RepeatableQuery.obstacle(dataset(query), session.sql(query)))
          .as(function)
          .hasValueSatisfying(
              why ->
                  assertThat(why).startsWith("nothing is known about a function of the query: "));
    }
  }

  @Test
  void aTableWithoutAQueryIsReadAsItIs() {
    DatasetSpec dataset = new DatasetSpec(List.of(source()), Optional.empty());
    assertThat(RepeatableQuery.obstacle(dataset, read(dataset))).isEmpty();
  }

  @Test
  void findsAParameterBetweenComments() {
    assertThat(SqlTokens.of("SELECT :/* the */ run_date").hasParameter("run_date")).isTrue();
    assertThat(SqlTokens.of("SELECT ':run_date' -- :run_date").hasParameter("run_date")).isFalse();
  }

  private Optional<String> obstacle(String query) {
    DatasetSpec dataset = dataset(query.replace("FOLDER", folder.toString()));
    return RepeatableQuery.obstacle(dataset, read(dataset));
  }

  private Dataset<Row> read(DatasetSpec dataset) {
    return new SourceReader(TestSpark.session(), name -> folder.resolve(name).toString())
        .read(dataset, LocalDate.parse("2026-05-01"))
        .rows();
  }

  private static DatasetSpec dataset(String query) {
    return new DatasetSpec(List.of(source()), Optional.of(query));
  }

  private static SourceSpec source() {
    return new SourceSpec(
        "rows", "parquet", Optional.of("rows"), Map.of(), Optional.empty(), OptionalLong.empty());
  }
}
