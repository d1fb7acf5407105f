package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.EmptyText;
import dev.almanac.core.spec.SourceSpec;
import dev.almanac.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.assertj.core.api.AbstractThrowableAssert;

/** Files of a test's folder, read as sources of a job. */
record SourceFixture(Path home) {
  private static final LocalDate RUN_DATE = LocalDate.of(2026, 5, 1);

  void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String name, byte[] content) {
    try {
      Path file = home.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Table read(SourceSpec source) {
    return read(source, Optional.empty());
  }

  Table query(SourceSpec source, String query) {
    return read(source, Optional.of(query));
  }

  private Table read(SourceSpec source, Optional<String> query) {
    return new SourceReader(TestSpark.session(), location -> home.resolve(location).toString())
        .read(new DatasetSpec(List.of(source), query), RUN_DATE);
  }

  /** The rows as texts, in the order of their texts. */
  List<String> rows(SourceSpec source) {
    return rows(read(source));
  }

  static List<String> rows(Table table) {
    return table.rows().collectAsList().stream().map(Row::toString).sorted().toList();
  }

  /** That reading all rows ends with an error about the data. */
  AbstractThrowableAssert<?, ? extends Throwable> assertRefused(SourceSpec source) {
    return assertThatThrownBy(
            () -> {
              try {
                read(source).rows().collectAsList();
              } catch (AlmanacException e) {
                throw e;
              } catch (Exception e) {
                throw SourceFailures.of(e).orElseThrow(() -> new AssertionError(e));
              }
            })
        .isInstanceOfSatisfying(
            AlmanacException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE));
  }

  static SourceSpec source(String format, String path, Map<String, String> options, String schema) {
    return new SourceSpec(
        "t",
        format,
        Optional.of(path),
        options,
        schema.isEmpty() ? Optional.empty() : Optional.of(schema),
        OptionalLong.empty());
  }

  /** CSV with a header. */
  static SourceSpec csv(String path, String schema) {
    return source("csv", path, Map.of("header", "true"), schema);
  }

  /** CSV with a header, of which Spark guesses the types. */
  static SourceSpec guessed(String path) {
    return source("csv", path, Map.of("header", "true", "inferSchema", "true"), "");
  }

  static SourceSpec emptyAsMissing(SourceSpec source) {
    return new SourceSpec(
        source.name(),
        source.format(),
        source.location(),
        source.options(),
        source.schema(),
        source.version(),
        EmptyText.MISSING);
  }
}
