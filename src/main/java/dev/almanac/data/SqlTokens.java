package dev.almanac.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.ParserUtils;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;

/**
 * Tokens of a query by Spark's lexer, without comments and white space; a quoted text is one token.
 * Immutable.
 */
public final class SqlTokens {
  private static final Set<String> DATE_TYPES =
      Set.of("DATE", "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ");

  private final List<Token> tokens;

  private SqlTokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Tokenizes a query. */
  public static SqlTokens of(String query) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(query)));
    // The parser reports invalid tokens with their position; the default listener would print them.
    lexer.removeErrorListeners();
    return new SqlTokens(
        lexer.getAllTokens().stream()
            .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
            .map(Token.class::cast)
            .toList());
  }

  /** Whether the query has a named parameter, such as {@code :run_date}. */
  public boolean hasParameter(String name) {
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i - 1).getText().equals(":")
          && tokens.get(i).getText().replace("`", "").equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the query has a literal such as {@code DATE 'today'} or {@code TIMESTAMP 'now'}.
   * Spark's parser replaces it by the current time, so the analysed plan does not show it.
   */
  boolean hasCurrentTimeLiteral() {
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean isText =
          token.getType() == SqlBaseLexer.STRING_LITERAL
              || token.getType() == SqlBaseLexer.DOUBLEQUOTED_STRING;
      if (isText
          && DATE_TYPES.contains(tokens.get(i - 1).getText().toUpperCase(Locale.ROOT))
          && isCurrentTime(ParserUtils.string(token))) {
        return true;
      }
    }
    return false;
  }

  /** Whether Spark converts a text to the current time in a cast to date or timestamp. */
  static boolean isCurrentTime(String text) {
    return DateTimeUtils.convertSpecialTimestamp(text, java.time.ZoneOffset.UTC).isDefined();
  }
}
