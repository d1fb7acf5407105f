package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads expressions with Spark's parser; no session is started. */
class RowExpressionTest {
  @Test
  void writesEveryNumberAsADoubleAndGuardsDivisions() {
    RowExpression expression = RowExpression.of("distance / `air time` + 1", -2);

    assertThat(expression.columns()).containsExactly("distance", "air time");
    assertThat(expression.sql(ExactNames::quoted))
        .contains("WHEN (`air time` + 0.0D) = 0.0D THEN -2.0D")
        .contains("+ 1.0D")
        .doesNotContain("coalesce");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "-a * 2.5e3 - +b",
        "CASE WHEN a < b AND NOT (a = 1 OR b >= 2) THEN a ELSE 0 END",
        "if(a <> b, 1, 2)",
        "GREATEST(a, b, 3)",
        "pow(a, 2) + power(b, 0.5) - pow(a, b) + exp(ln(abs(a) + 1))"
      })
  void whatItWritesIsPlain(String sql) {
    String written = RowExpression.of(sql, 0).sql(ExactNames::quoted);

    assertThat(PlainSql.addsColumns("SELECT *, " + written + " AS `x` FROM __THIS__"))
        .as(written)
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "coalesce(a, 0) | the function coalesce",
        "hour(a) | the function hour",
        "reflect('java.lang.System', 'exit') | the function reflect",
        "sys.abs(a) | the function sys.abs",
        "(SELECT max(a) FROM t) | compute it in the source query",
        "a IN (1, 2) | compute it in the source query",
        "a % 2 | compute it in the source query",
        "a div 2 | compute it in the source query",
        "floor(a) | the function floor",
        "cast(a AS int) | compute it in the source query",
        "a IS NULL | compute it in the source query",
        "'''text''' | compute it in the source query",
        "true | compute it in the source query",
        "sum(a) OVER (ORDER BY a) | compute it in the source query",
        "CASE WHEN a > 0 THEN a END | a CASE without ELSE",
        "t.a + 1 | is a field of a struct",
        "pow(a) | pow has 1 arguments",
        "greatest(DISTINCT a, b) | the function greatest",
        "a + | is no SQL expression",
        "a; DROP TABLE t | is no SQL expression"
      })
  void refusesWhatCannotBeExported(String sql, String text) {
    assertThatThrownBy(() -> RowExpression.of(sql, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void refusesWhatNestsTooDeeply() {
    String nested = "1 / (".repeat(40) + "a" + ")".repeat(40);

    assertThatThrownBy(() -> RowExpression.of(nested, 0))
        .hasMessageContaining("nests too deeply")
        .hasMessageContaining("source query");
    assertThatThrownBy(() -> RowExpression.of("(".repeat(20_000) + "a" + ")".repeat(20_000), 0))
        .hasMessageContaining("40001 characters");
    assertThat(
            PlainSql.addsColumns(
                "SELECT *, "
                    + "(".repeat(20_000)
                    + "`a`"
                    + ")".repeat(20_000)
                    + " AS `x` FROM __THIS__"))
        .isFalse();
  }
}
