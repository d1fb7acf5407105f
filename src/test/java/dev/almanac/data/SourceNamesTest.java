package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.SourceSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source of a job an unreadable file is of. */
class SourceNamesTest {
  private static final DatasetSpec DATASET =
      new DatasetSpec(
          List.of(
              source("day", "csv", "days/day=*/x"),
              source("hour", "csv", "/data/hours"),
              source("kind", "json", "s3a://lake/kinds.json"),
              source("known", "table", "hours")),
          Optional.of("SELECT 1"));

  @ParameterizedTest
  @CsvSource({
    "/home/days/day=1/x/part.csv, source 'day'",
    "/data/hours/part-0.csv, source 'hour'",
    "hdfs://node:8020/data/hours/part-0.csv, source 'hour'",
    "s3a://lake/kinds.json, source 'kind'",
    "/data/hours2/part-0.csv, ''",
    "/home/hours, ''",
    "'', 'one of the sources ''day'', ''hour'', ''kind'', ''known'''"
  })
  void isFoundByItsLocation(String file, String begin) {
    assertThat(SourceNames.named(error(file), DATASET, SourceNamesTest::absolute))
        .hasMessage(begin + (begin.isEmpty() ? "" : ": ") + "it is damaged")
        .extracting("code")
        .isEqualTo(ErrorCode.SOURCE_UNREADABLE);
  }

  @Test
  void isTheOnlyOne() {
    DatasetSpec one = new DatasetSpec(List.of(source("known", "table", "t")), Optional.empty());

    assertThat(SourceNames.named(error("/warehouse/t/part-0"), one, SourceNamesTest::absolute))
        .hasMessage("source 'known': it is damaged");
  }

  @Test
  void isNotAddedToOtherErrors() {
    AlmanacException other = new AlmanacException(ErrorCode.GATE_REFUSED, "no");

    assertThat(SourceNames.named(other, DATASET, SourceNamesTest::absolute)).isSameAs(other);
  }

  private static AlmanacException error(String file) {
    return new SourceException(
        ErrorCode.SOURCE_UNREADABLE, file, "it is damaged", new IllegalStateException());
  }

  private static SourceSpec source(String name, String format, String location) {
    return new SourceSpec(
        name, format, Optional.of(location), Map.of(), Optional.empty(), OptionalLong.empty());
  }

  private static String absolute(String location) {
    return location.startsWith("/") || location.contains(":") ? location : "/home/" + location;
  }
}
