package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same three rows, whatever they are kept in. */
class SourceFormatsIT {
  private static final String ROWS =
      "SELECT * FROM VALUES (1L, 'a', 1.5D), (2L, 'b', 2.5D), (3L, CAST(NULL AS STRING), 3.5D)"
          + " AS t(id, kind, size)";

  private final SparkSession spark = TestSpark.session();
  private final Path home;

  SourceFormatsIT(@TempDir Path home) {
    this.home = home;
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "delta", "json", "orc", "csv", "avro"})
  void readsFilesOfEachFormat(String format) {
    spark.sql(ROWS).write().format(format).save(home.resolve(format).toString());
    SourceSpec source =
        new SourceSpec(
            "t",
            format,
            Optional.of(format),
            Map.of(),
            format.equals("csv")
                ? Optional.of("id BIGINT, kind STRING, size DOUBLE")
                : Optional.empty(),
            OptionalLong.empty());

    assertRows(source);
  }

  @Test
  void readsATableThroughJdbc() throws SQLException {
    String url = "jdbc:h2:mem:formats;DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE \"t\" (\"id\" BIGINT, \"kind\" VARCHAR(9), \"size\" DOUBLE PRECISION)");
      statement.execute("INSERT INTO \"t\" VALUES (1, 'a', 1.5), (2, 'b', 2.5), (3, NULL, 3.5)");
    }

    assertRows(jdbc(Map.of("url", url, "driver", "org.h2.Driver", "dbtable", "\"t\"")));
  }

  @Test
  void doesNotReportTheSecretsOfAJdbcSourceThatCannotBeReached() {
    SourceSpec source =
        jdbc(
            Map.of(
                "url", "jdbc:h2:tcp://localhost:1/none",
                "driver", "org.h2.Driver",
                "dbtable", "t",
                "user", "reader",
                "password", "hunter2"));

    assertThatThrownBy(() -> read(source))
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE))
        .hasMessageContaining("t")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("hunter2"));
  }

  private void assertRows(SourceSpec source) {
    assertThat(read(source).rows().orderBy("id").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,a,1.5]", "[2,b,2.5]", "[3,null,3.5]");
  }

  private Table read(SourceSpec source) {
    return new SourceReader(spark, location -> home.resolve(location).toString())
        .read(
            new DatasetSpec(List.of(source), Optional.of("SELECT id, kind, size FROM t")),
            LocalDate.parse("2026-05-04"));
  }

  private static SourceSpec jdbc(Map<String, String> options) {
    return new SourceSpec(
        "t", "jdbc", Optional.empty(), options, Optional.empty(), OptionalLong.empty());
  }
}
