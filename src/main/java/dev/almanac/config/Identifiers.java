package dev.almanac.config;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Validates names that are used in SQL and file systems. Names of sources and tables must match an
 * allow list, which excludes quotes, backticks and path traversal; a forecast table may also be a
 * path without {@code ..}. A column may have any name of visible characters: SQL quotes it in
 * backticks, and it is never part of a path.
 */
final class Identifiers {
  private static final int LONGEST_COLUMN = 127;
  // Spark stages give these characters in a name a special meaning
  private static final Pattern NO_LABEL = Pattern.compile("[.`%]");
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern CATALOG_TABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}");
  private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Identifiers() {}

  /** The problem with a column name; empty if it is valid. */
  static Optional<String> column(String name) {
    String why =
        name.isBlank()
            ? "it is empty"
            : !name.equals(name.strip())
                ? "it begins or ends with a blank"
                : name.length() > LONGEST_COLUMN
                    ? String.format(Locale.ROOT, "it has more than %d characters", LONGEST_COLUMN)
                    : CONTROL.matcher(name).find()
                        ? "it has control characters or invisible ones"
                        : name.contains("*") ? "* is for rules of train.features" : "";
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'%s' cannot be a column here: %s; give it another name in the query with AS"
                .formatted(Text.printable(name), why));
  }

  /** The problem with the name of a label column; empty if it is valid. */
  static Optional<String> label(String name) {
    return NO_LABEL.matcher(name).find()
        ? Optional.of(
            "'%s' cannot be a label: Spark reads . ` and %% in its name as something else; give it another name in the query with AS"
                .formatted(Text.printable(name)))
        : modelColumn(name);
  }

  /** The problem with the name of a model's input or target column; empty if it is valid. */
  static Optional<String> modelColumn(String name) {
    return ForecastColumns.ADDED.contains(name.toLowerCase(Locale.ROOT))
        ? Optional.of(
            "'%s' is a column that the model and its scoring add to the rows; give yours another name in the query with AS"
                .formatted(name))
        : column(name);
  }

  /** The problem with the name of a forecast table column; empty if it is valid. */
  static Optional<String> forecastColumn(String name) {
    if (ForecastColumns.RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "'%s' is a column that every forecast table has already; give yours another name in the query with AS"
              .formatted(name));
    }
    return column(name);
  }

  /** The problem with a source name; empty if it is valid. */
  static Optional<String> source(String name) {
    return SOURCE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("a source is called by a-z A-Z 0-9 _, beginning with a letter");
  }

  /** The problem with a catalog table name; empty if it is valid. */
  static Optional<String> catalogTable(String name) {
    return CATALOG_TABLE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "'%s' is not a table of a catalog: write table, schema.table or catalog.schema.table"
                .formatted(Text.printable(name)));
  }

  /**
   * The problem with a table name of the session catalog that must include its schema; empty if it
   * is valid.
   */
  static Optional<String> tableOfSchema(String name) {
    return CATALOG_TABLE.matcher(name).matches() && name.split("\\.", -1).length == 2
        ? Optional.empty()
        : Optional.of(
            "'%s' is not a table of a schema: write schema.table, in a-z A-Z 0-9 _"
                .formatted(Text.printable(name)));
  }

  /** The problem with any text; empty if reports, XML and logs can represent it. */
  static Optional<String> plainText(List<String> path, String text) {
    return Secrets.isSecret(path)
        ? Optional.empty() // a password appears in none of them
        : text.codePoints()
            .filter(c -> (Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0) || isNoXml(c))
            .mapToObj(
                c ->
                    "has the character %s, which no report, log or PMML document can hold; leave it out"
                        .formatted(String.format(Locale.ROOT, "\\u%04x", c)))
            .findFirst();
  }

  /** Whether the code point is an unpaired surrogate or a noncharacter such as U+FFFF. */
  private static boolean isNoXml(int c) {
    return Character.getType(c) == Character.SURROGATE || (c & 0xFFFE) == 0xFFFE;
  }

  /** The problem with a path or URI; empty if it is valid. */
  static Optional<String> location(String location) {
    if (location.isBlank()) {
      return Optional.of("is empty");
    }
    return CONTROL.matcher(location).find()
        ? Optional.of(
            "'%s' has control characters or invisible ones, which no path needs"
                .formatted(Text.printable(location)))
        : Optional.empty();
  }

  /** The problem with the name or path of a forecast table; empty if it is valid. */
  static Optional<String> forecastTable(String table) {
    if (List.of(table.split("/", -1)).contains("..")) {
      return Optional.of(
          "'%s' climbs out with '..'; write the path it means".formatted(Text.printable(table)));
    }
    if (table.contains("/")) {
      return location(table);
    }
    return TABLE_NAME.matcher(table).matches()
        ? Optional.empty()
        : Optional.of(
            "'%s' is neither a table's name (a-z A-Z 0-9 _ -) nor a path with a /"
                .formatted(Text.printable(table)));
  }
}
