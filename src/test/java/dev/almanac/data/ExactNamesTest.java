package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "km",
        "Kunde Nr",
        "a.b",
        "a`b",
        "it's",
        "1st",
        "true",
        "null",
        "année",
        "a-b",
        "x\"y"
      })
  void writesANameSoThatSparkReadsIt(String name) throws Exception {
    Expression parsed =
        new CatalystSqlParser().parseExpression("hour(" + ExactNames.inQuery(name) + ")");

    assertThat(((UnresolvedFunction) parsed).arguments().head())
        .isInstanceOfSatisfying(
            UnresolvedAttribute.class,
            column -> assertThat(ScalaSeqs.list(column.nameParts())).containsExactly(name));
  }

  @Test
  void quotesOnlyWhatNeedsIt() {
    assertThat(ExactNames.inQuery("km")).isEqualTo("km");
    assertThat(ExactNames.inQuery("Kunde Nr")).isEqualTo("`Kunde Nr`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"km", "it's", "a\\b", "\\'"})
  void writesANameBetweenQuotationMarks(String name) throws Exception {
    Expression parsed =
        new CatalystSqlParser().parseExpression("'" + ExactNames.inLiteral(name) + "'");

    assertThat(String.valueOf(((Literal) parsed).value())).isEqualTo(name);
  }
}
