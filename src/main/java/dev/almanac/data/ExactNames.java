package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.functions;

/** Columns and tables by their exact name: Spark would read {@code a.b} as a field of {@code a}. */
public final class ExactNames {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int LONGEST_SHOWN = 300;

  private ExactNames() {}

  /** The name as Spark SQL takes it to the letter, dots and all. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * The name as a person would write it in a query: quoted only where Spark would not take it for
   * this column otherwise.
   */
  public static String inQuery(String name) {
    return isPlain(name) ? name : Text.printable(quoted(name), LONGEST_SHOWN);
  }

  /** The name as it is written between single quotation marks in a query. */
  public static String inLiteral(String name) {
    return name.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static boolean isPlain(String name) {
    if (!PLAIN.matcher(name).matches()) {
      return false;
    }
    try {
      return new CatalystSqlParser().parseExpression(name) instanceof UnresolvedAttribute;
    } catch (Exception e) { // Scala's checked exceptions arrive undeclared; a keyword is no name
      return false;
    }
  }

  /** The column of exactly this name. */
  public static Column column(String name) {
    return functions.col(quoted(name));
  }
}
