package dev.almanac.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows in the text format of COPY. */
class CopyTextEncoderTest {
  @Test
  void escapesWhatSeparates() {
    assertThat(line("a\tb\nc\rd\\e", "\\N", "", "Žluť 🐎"))
        .isEqualTo("a\\tb\\nc\\rd\\\\e\t\\\\N\t\tŽluť 🐎\n");
  }

  @Test
  void spellsEveryTypeAsPostgresReadsIt() {
    assertThat(line(null, true, 1, 2L, (short) 3, new BigDecimal("1.50")))
        .isEqualTo("\\N\ttrue\t1\t2\t3\t1.50\n");
    assertThat(line(0.1, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300, 0.1f))
        .isEqualTo("0.1\tNaN\t-Infinity\t1.0E-300\t0.1\n");
    assertThat(line(new byte[] {0, (byte) 0xff}, new byte[0])).isEqualTo("\\\\x00ff\t\\\\x\n");
  }

  @Test
  void countsYearsAsPostgresDoes() {
    assertThat(
            line(
                LocalDate.parse("2001-06-02"),
                LocalDate.of(0, 1, 1),
                LocalDate.of(-43, 3, 15),
                LocalDate.of(12_345, 1, 1)))
        .isEqualTo("2001-06-02\t0001-01-01 BC\t0044-03-15 BC\t12345-01-01\n");
    assertThat(
            line(
                Instant.parse("2001-06-02T03:04:05.000060Z"),
                LocalDateTime.parse("2001-06-02T23:59:59.999999")))
        .isEqualTo("2001-06-02 03:04:05.000060Z\t2001-06-02 23:59:59.999999\n");
  }

  @Test
  void refusesACharacterThatPostgresCannotKeep() {
    assertThatThrownBy(() -> line("a\0b"))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COPY_MISMATCH))
        .hasMessageContaining("'c0'")
        .hasMessageContaining("a\\u0000b");
  }

  @Test
  void aWiderTypeOfSomebodyElsesTableFits() {
    assertThat(new CopyColumn("c", "integer").fits("bigint")).isTrue();
    assertThat(new CopyColumn("c", "bigint").fits("integer")).isFalse();
    assertThat(new CopyColumn("c", "numeric(10,2)").fits("numeric")).isTrue();
    assertThat(new CopyColumn("c", "text").fits("character varying(10)")).isFalse();
    assertThatThrownBy(() -> new CopyColumn("ž".repeat(32), "text"))
        .hasMessageContaining("63 bytes");
  }

  private static String line(@Nullable Object... values) {
    List<CopyColumn> columns =
        Collections.nCopies(values.length, "c").stream()
            .map(name -> new CopyColumn("c0", "text"))
            .toList();
    return new String(
        new CopyTextEncoder(columns).line(Arrays.asList(values)::get), StandardCharsets.UTF_8);
  }
}
