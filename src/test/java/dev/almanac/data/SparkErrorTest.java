package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipException;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

class SparkErrorTest {
  private static final List<String> LISTS =
      List.of("/error/error-conditions.json", "/error/delta-error-classes.json");

  /** Exit code by SQLSTATE class; each was decided, and the page of errors has the same. */
  private static final Map<String, Integer> EXIT_CODES =
      Map.ofEntries(
          Map.entry("07", 4),
          Map.entry("08", 7),
          Map.entry("0A", 4),
          Map.entry("0B", 70),
          Map.entry("21", 4),
          Map.entry("22", 4),
          Map.entry("23", 4),
          Map.entry("25", 7),
          Map.entry("28", 4),
          Map.entry("2B", 4),
          Map.entry("2D", 6),
          Map.entry("38", 4),
          Map.entry("39", 4),
          Map.entry("3D", 4),
          Map.entry("3F", 4),
          Map.entry("40", 6),
          Map.entry("42", 4),
          Map.entry("44", 4),
          Map.entry("46", 4),
          Map.entry("51", 4),
          Map.entry("53", 7),
          Map.entry("54", 4),
          Map.entry("55", 4),
          Map.entry("56", 4),
          Map.entry("57", 7),
          Map.entry("58", 7),
          Map.entry("F0", 3),
          Map.entry("HV", 7),
          Map.entry("HY", 7),
          Map.entry("KD", 4),
          Map.entry("P0", 4),
          Map.entry("XX", 70));

  @Test
  void everyConditionOfSparkAndDeltaHasAnExitCode() throws IOException {
    List<String> unknown = new ArrayList<>();
    int classified = 0;
    for (Map.Entry<String, String> condition : conditions().entrySet()) {
      if (condition.getValue().isEmpty()) {
        // Spark means to give them a class some day; the type of the exception decides
        assertThat(condition.getKey()).startsWith("_LEGACY_ERROR_TEMP_");
      } else if (SqlStates.kind(condition.getKey(), condition.getValue()).isEmpty()) {
        unknown.add(condition.toString());
      } else {
        classified++;
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(classified).isGreaterThan(1000);
  }

  @Test
  void everyClassHasTheExitCodeThatThePageSays() throws IOException {
    TreeSet<String> classes = new TreeSet<>(EXIT_CODES.keySet());
    conditions().values().stream()
        .filter(state -> !state.isEmpty())
        .forEach(state -> classes.add(state.substring(0, 2)));
    assertThat(EXIT_CODES).containsOnlyKeys(classes);
    List<String> page = Files.readAllLines(Path.of("src/site/markdown/errors.md"));
    EXIT_CODES.forEach(
        (name, exit) -> {
          assertThat(SqlStates.kind("", name + "000"))
              .as(name)
              .hasValueSatisfying(
                  kind -> assertThat(kind.code().category().exitCode()).isEqualTo(exit));
          assertThat(page)
              .as("row of class " + name)
              .anyMatch(
                  line -> line.startsWith("| " + name + " |") && line.contains("| " + exit + " |"));
        });
  }

  @Test
  void everyConditionThatDiffersFromItsClassExistsAndIsOnThePage() throws IOException {
    Map<String, String> conditions = conditions();
    String page = Files.readString(Path.of("src/site/markdown/errors.md"));
    for (String name : SqlStates.exceptions()) {
      assertThat(conditions).containsKey(name);
      assertThat(page).contains("`" + name + "`");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CAST_INVALID_INPUT, QUERY_FAILED",
    "DIVIDE_BY_ZERO, QUERY_FAILED",
    "ARITHMETIC_OVERFLOW, QUERY_FAILED",
    "INVALID_ARRAY_INDEX, QUERY_FAILED",
    "AMBIGUOUS_REFERENCE, QUERY_FAILED",
    "SCALAR_SUBQUERY_TOO_MANY_ROWS, QUERY_FAILED",
    "USER_RAISED_EXCEPTION, QUERY_FAILED",
    "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION, SOURCE_UNREADABLE",
    "MALFORMED_CSV_RECORD, SOURCE_UNREADABLE",
    "INVALID_CONF_VALUE.TIME_ZONE, CONFIG_INVALID",
    "TASK_WRITE_FAILED, SPARK_FAILED",
    "SPARK_JOB_CANCELLED, SPARK_FAILED",
    "INTERNAL_ERROR, INTERNAL",
    "INTERNAL_ERROR_NETWORK, SPARK_FAILED"
  })
  void aConditionDecides(String condition, ErrorCode code) {
    assertThat(SparkError.of(worded(condition, null)).code()).isEqualTo(code);
    assertThat(SparkError.of(new SparkException("Job aborted", worded(condition, null))).code())
        .isEqualTo(code);
  }

  @Test
  void theInnermostConditionDecides() {
    SparkError error =
        SparkError.of(
            worded(
                "TASK_WRITE_FAILED", worded("CAST_INVALID_INPUT", new IllegalStateException("x"))));
    assertThat(error.code()).isEqualTo(ErrorCode.QUERY_FAILED);
    assertThat(error.condition()).isEqualTo("CAST_INVALID_INPUT");
  }

  @Test
  void anExecutorsExceptionThatArrivesAsTextIsClassified() {
    String text =
        """
        Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in stage 3.0 (TID 9) (10.0.0.7 executor 2): org.apache.spark.SparkException: [FAILED_READ_FILE.NO_HINT] Encountered error while reading file hdfs://nn/data/a b.csv.  SQLSTATE: KD001
        	at org.apache.spark.sql.errors.QueryExecutionErrors$.x(Q.scala:1)
        Caused by: org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead. If necessary set "spark.sql.ansi.enabled" to "false" to bypass this error. SQLSTATE: 22012
        == SQL (line 1, position 26) ==
        	at org.apache.spark.sql.errors.X(Q.scala:1)

        Driver stacktrace:\
        """;
    SparkError error = SparkError.of(new SparkException(text));
    assertThat(error.code()).isEqualTo(ErrorCode.QUERY_FAILED);
    assertThat(error.file()).isEqualTo("hdfs://nn/data/a b.csv");
    assertThat(error.message())
        .isEqualTo(
            "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL"
                + " instead");
  }

  @Test
  void aFileIsDamagedOrItsStoreDoesNotAnswer() {
    assertThat(SparkError.of(readFailed(new ConnectException("refused"))).code())
        .isEqualTo(ErrorCode.SPARK_FAILED);
    for (Throwable damage :
        List.of(
            new EOFException("short"),
            new ZipException("bad"),
            new RuntimeException("x.parquet is not a Parquet file"),
            new java.nio.charset.MalformedInputException(1),
            new org.apache.hadoop.security.AccessControlException("no read right"))) {
      SparkError error = SparkError.of(readFailed(damage));
      assertThat(error.code()).as(damage.toString()).isEqualTo(ErrorCode.SOURCE_UNREADABLE);
      AlmanacException shown = error.exception("Spark failed", "Nothing was published.");
      assertThat(shown)
          .hasMessageContaining("file:///data/x.parquet")
          .hasMessageContaining(damage.getMessage() == null ? "Write" : damage.getMessage())
          .hasMessageEndingWith("Nothing was published.");
    }
  }

  @Test
  void aDatabasesOwnStateDecides() {
    assertThat(SparkError.of(new SQLException("gone", "08006")).kind())
        .isEqualTo(ErrorKind.TRANSIENT);
    assertThat(SparkError.of(new SQLException("shutting down", "57P01")).kind())
        .isEqualTo(ErrorKind.TRANSIENT);
    assertThat(SparkError.of(new SQLException("password", "28P01")).kind())
        .isEqualTo(ErrorKind.SOURCE);
    assertThat(SparkError.of(new SQLException("no table", "42P01")).kind())
        .isEqualTo(ErrorKind.SOURCE);
    assertThat(SparkError.of(new SQLSyntaxErrorException("no table")).kind())
        .isEqualTo(ErrorKind.SOURCE);
  }

  @Test
  void whatHasNoClassSaysSo() {
    SparkError error = SparkError.of(new SparkException("Job aborted: executor lost"));
    assertThat(error.code()).isEqualTo(ErrorCode.SPARK_FAILED);
    assertThat(error.exception("Spark failed", "Nothing was published."))
        .hasMessageContaining("executor lost")
        .hasMessageContaining("gives this error no class");
    assertThat(SparkError.of(new IllegalStateException("odd")).isForeign()).isFalse();
  }

  @Test
  void anErrorOfAlmanacsOwnFunctionIsABug() {
    IllegalStateException ours = new IllegalStateException("odd");
    assertThat(SparkError.of(worded("FAILED_EXECUTE_UDF", ours)).code())
        .isEqualTo(ErrorCode.INTERNAL);
    IllegalStateException other = new IllegalStateException("odd");
    other.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.util.List", "of", "List.java", 1),
          new StackTraceElement("org.apache.spark.ml.feature.Bucketizer", "x", "B.scala", 1),
          new StackTraceElement("dev.almanac.training.FeatureStages", "x", "Stages.java", 1)
        });
    assertThat(SparkError.of(worded("FAILED_EXECUTE_UDF", other)).code())
        .isEqualTo(ErrorCode.QUERY_FAILED);
  }

  @Test
  void suggestionsOfSparkAreShownWhole() {
    AnalysisException failure =
        new AnalysisException(
            "UNRESOLVED_COLUMN.WITH_SUGGESTION",
            parameters(
                "objectName",
                "`" + "k".repeat(90) + "`",
                "proposal",
                "`arrival_delay_minutes`, `departure_delay_minutes`, `distance`"));
    assertThat(SparkError.of(failure).message())
        .endsWith(
            "Did you mean one of the following? [`arrival_delay_minutes`,"
                + " `departure_delay_minutes`, `distance`]");
  }

  /** Condition to SQLSTATE, which is empty where a condition has none. */
  private static Map<String, String> conditions() throws IOException {
    Map<String, String> conditions = new TreeMap<>();
    for (String list : LISTS) {
      try (InputStream in = SparkErrorTest.class.getResourceAsStream(list)) {
        assertThat(in).as(list).isNotNull();
        JsonNode root = new ObjectMapper().readTree(in);
        root.fields()
            .forEachRemaining(
                entry ->
                    conditions.put(entry.getKey(), entry.getValue().path("sqlState").asText("")));
      }
    }
    return conditions;
  }

  private static SparkException readFailed(Throwable cause) {
    return new SparkException(
        "FAILED_READ_FILE.NO_HINT", parameters("path", "file:///data/x.parquet"), cause);
  }

  private static SparkException worded(String condition, @Nullable Throwable cause) {
    return new SparkException(
        "[%s] something".formatted(condition),
        cause,
        Option.apply(condition),
        parameters(),
        new QueryContext[0]);
  }

  private static scala.collection.immutable.Map<String, String> parameters(String... pairs) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }
}
