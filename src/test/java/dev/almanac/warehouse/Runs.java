package dev.almanac.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs that want something published, and what tables hold after them. */
final class Runs {
  private Runs() {}

  static PublishRequest request(
      Dataset<Row> scored, long rowsIn, LocalDate date, String run, List<String> passThrough) {
    return new PublishRequest(
        scored,
        rowsIn,
        TaskType.BINARY,
        List.of("id"),
        passThrough,
        "t",
        "r",
        date,
        new ModelVersion(new ModelName("churn"), 7),
        new RunId(run),
        Instant.parse("2026-05-05T03:15:00.25Z"),
        List.of(
            new SourceVersion("customers", "/lake/customers", "delta", OptionalLong.of(12), "")),
        "abc123",
        0.5);
  }

  /** All that two runs of the same rows have in common, in a fixed order. */
  static List<String> contentOf(SparkSession spark, String path) {
    return spark.read().format("delta").load(path).drop("run_id").collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  static void assertRefused(ThrowingCallable call, ErrorCode code, String... messages) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code))
        .satisfies(
            e ->
                Stream.of(messages)
                    .forEach(message -> assertThat(e).hasMessageContaining(message)));
  }
}
