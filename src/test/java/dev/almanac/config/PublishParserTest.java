package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where publications are copied to. */
class PublishParserTest {
  private static final String BLOCK =
      """
      publish.jdbc {
        url = "jdbc:postgresql://db.example:5432/ml?sslmode=verify-full"
        user = almanac
        password = ${?ALMANAC_JDBC_PASSWORD}
        table = ml.churn
      }
      """;
  private static final String SECRET = "hunter-2";

  @TempDir Path folder = Path.of("");

  @Test
  void readsTheTableWithItsDefaults() {
    assertThat(job(BLOCK).copy())
        .contains(
            new JdbcSpec(
                "jdbc:postgresql://db.example:5432/ml?sslmode=verify-full",
                Optional.of("almanac"),
                Optional.of(SECRET),
                "ml.churn",
                true,
                16L << 20,
                Duration.ofSeconds(10),
                Duration.ofMinutes(30)));
    assertThat(
            job(BLOCK + "publish.jdbc { create-table = false, batch-mb = 1, connect-seconds = 2 }")
                .copy())
        .hasValueSatisfying(
            spec -> {
              assertThat(spec.createTable()).isFalse();
              assertThat(spec.batchBytes()).isEqualTo(1L << 20);
              assertThat(spec.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
            });
  }

  /** Or every job would have another hash, and be trained again, for a block it does not have. */
  @Test
  void aJobWithoutTheBlockSaysNothingOfIt() {
    assertThat(job("").copy()).isEmpty();
    assertThat(job("").effective()).doesNotContain("publish");
    assertThat(job(BLOCK + "publish.jdbc = null").copy()).isEmpty();
  }

  @Test
  void thePasswordIsTheSameWhereItIsShownOrKept() {
    JobSpec job = job(BLOCK);
    assertThat(job.effective()).contains("\"password\":\"******\"").doesNotContain(SECRET);
    assertThat(job.toString()).doesNotContain(SECRET);
    String view =
        loader()
            .view(Jobs.write(folder, "job.conf", Jobs.SMALLEST + BLOCK), Optional.empty())
            .text();
    assertThat(view).contains("publish.jdbc.password = \"******\"").doesNotContain(SECRET);
    assertThat(view).contains("publish.jdbc.batch-mb = 16 ");
  }

  @Test
  void reportsWhatIsWrong() {
    assertThatThrownBy(() -> job("publish.jdbc { tabel = x, batch-mb = 0, create-table = maybe }"))
        .hasMessageContaining("publish.jdbc.url: is missing; write jdbc:postgresql://")
        .hasMessageContaining("publish.jdbc.table: is missing; write schema.table")
        .hasMessageContaining("publish.jdbc.tabel: is not a key here")
        .hasMessageContaining("publish.jdbc.batch-mb: expected a whole number from 1 to 1024")
        .hasMessageContaining("publish.jdbc.create-table: 'maybe' is not allowed");
    assertThatThrownBy(() -> job(BLOCK + "publish.kafka {}"))
        .hasMessageContaining("publish.kafka: is not a key here");
    assertThatThrownBy(() -> job(BLOCK + "score.pass-through = [%s]".formatted("a".repeat(64))))
        .hasMessageContaining("is longer than the 63 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "churn",
        "Ml.churn",
        "ml.churn;drop",
        "a.b.c",
        "ml.\\\"x\\\"",
        "ml.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aTableIsCalledByItsSchemaAndName(String table) {
    assertThatThrownBy(() -> job(BLOCK + "publish.jdbc.table = \"%s\"".formatted(table)))
        .hasMessageContaining("publish.jdbc.table: is not a table of a schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:x",
        "jdbc:postgresql://db/ml?password=hunter-2",
        "jdbc:postgresql://almanac:hunter-2@db/ml",
        "jdbc:postgresql://db/ml?socketFactory=evil.Class",
        "jdbc:postgresql://db/ml?sslmode=require&loggerFile=/etc/passwd"
      })
  void aUrlSaysWhereAndNothingElse(String url) {
    assertThatThrownBy(() -> job(BLOCK + "publish.jdbc.url = \"%s\"".formatted(url)))
        .hasMessageContaining("publish.jdbc.url: ")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void readsTheNameInTheCatalog() {
    assertThat(job("").forecasts().catalogTable()).isEmpty();
    assertThat(job("forecasts.catalog-table = ml.churn").forecasts().catalogTable())
        .contains("ml.churn");
    for (String name : List.of("churn", "a.b.c", "ml.`x`")) {
      assertThatThrownBy(() -> job("forecasts.catalog-table = \"%s\"".formatted(name)))
          .hasMessageContaining("forecasts.catalog-table: '%s' is not a table".formatted(name));
    }
  }

  @Test
  void readsWhoseForecastsAreTakenOver() {
    assertThat(job("").forecasts().takeOver()).isEmpty();
    assertThat(job("forecasts.take-over = old-churn").forecasts().takeOver()).contains("old-churn");
    assertThatThrownBy(() -> job("forecasts.take-over = \"Old Churn\""))
        .hasMessageContaining("forecasts.take-over: model name 'Old Churn' is not a name");
    assertThatThrownBy(() -> job("forecasts.take-over = churn"))
        .hasMessageContaining("forecasts.take-over: is this job itself");
  }

  /** For a job whose derived table is another one than before. */
  @Test
  void knowsTheTableThatItsNameMeantBefore() {
    assertThat(job("").forecasts().formerTable()).isEmpty();
    assertThat(job("name = a-b").forecasts().formerTable()).isEmpty();
    assertThat(job("name = a_b").forecasts())
        .satisfies(forecasts -> assertThat(forecasts.table()).isEqualTo("a--b"))
        .satisfies(forecasts -> assertThat(forecasts.formerTable()).contains("a_b"));
    assertThat(job("name = a_b, forecasts.table = a_b").forecasts().formerTable()).isEmpty();
  }

  private JobSpec job(String more) {
    return loader().job(Jobs.write(folder, "job.conf", Jobs.SMALLEST + more));
  }

  private ConfigLoader loader() {
    return new ConfigLoader(Map.of("ALMANAC_JDBC_PASSWORD", SECRET), List.of(), folder);
  }
}
