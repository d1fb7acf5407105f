package dev.almanac.database;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JdbcSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A column of the exported table.
 *
 * @param type the PostgreSQL type, such as {@code double precision}; see <a
 *     href="https://www.postgresql.org/docs/current/datatype.html">its list of types</a>
 */
public record CopyColumn(String name, String type) {
  /** By exported type, other types of an existing column that hold every value. */
  private static final Map<String, List<String>> WIDER =
      Map.of(
          "text", List.of("character varying"),
          "smallint", List.of("integer", "bigint"),
          "integer", List.of("bigint"),
          "real", List.of("double precision"));

  /**
   * @throws AlmanacException COPY_MISMATCH if PostgreSQL would truncate the name
   */
  public CopyColumn {
    if (name.getBytes(StandardCharsets.UTF_8).length > JdbcSpec.LONGEST_NAME) {
      throw new AlmanacException(
          ErrorCode.COPY_MISMATCH,
          String.format(
              Locale.ROOT,
              "the column '%s' has a name longer than the %d bytes that PostgreSQL keeps; give it a"
                  + " shorter one in the job's query",
              Text.printable(name),
              JdbcSpec.LONGEST_NAME));
    }
  }

  /** Whether a column of this type holds every value. */
  boolean fits(String there) {
    return there.equals(type)
        || WIDER.getOrDefault(type, List.of()).contains(there)
        || (type.startsWith("numeric(") && there.equals("numeric"));
  }

  String quoted() {
    return Sql.quoted(name);
  }
}
