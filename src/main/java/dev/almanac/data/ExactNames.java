package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.functions;

/** Columns and tables by exact name: Spark would read {@code a.b} as a field of {@code a}. */
public final class ExactNames {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int LONGEST_SHOWN = 300;

  private ExactNames() {}

  /** The name as a quoted identifier of Spark SQL. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The name as an identifier of a query, quoted only if necessary. */
  public static String inQuery(String name) {
    return isPlain(name) ? name : Text.printable(quoted(name), LONGEST_SHOWN);
  }

  /** The name, escaped for a literal in single quotes. */
  public static String inLiteral(String name) {
    return name.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static boolean isPlain(String name) {
    if (!PLAIN.matcher(name).matches()) {
      return false;
    }
    try {
      return new CatalystSqlParser().parseExpression(name) instanceof UnresolvedAttribute;
    } catch (Exception e) { // undeclared checked exceptions of Scala; a keyword needs quotes
      return false;
    }
  }

  /** The column of this exact name. */
  public static Column column(String name) {
    return functions.col(quoted(name));
  }
}
