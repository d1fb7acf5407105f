package dev.almanac.config;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for names that reach SQL and file systems. Names of sources and tables are in allow
 * lists, without quotes, backticks and path tricks. A column may have any name that can be seen: it
 * reaches SQL in backticks only, and no path.
 */
final class Identifiers {
  private static final int LONGEST_COLUMN = 127;
  // Spark's stages read them as a field of a struct, a quotation mark
  private static final Pattern NO_LABEL = Pattern.compile("[.`%]");
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern CATALOG_TABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}");
  private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Identifiers() {}

  /** What is wrong with a column's name, if anything is. */
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

  /** What is wrong with a label's name, if anything is. */
  static Optional<String> label(String name) {
    return NO_LABEL.matcher(name).find()
        ? Optional.of(
            "'%s' cannot be a label: Spark reads . ` and %% in its name as something else; give it another name in the query with AS"
                .formatted(Text.printable(name)))
        : modelColumn(name);
  }

  /** What is wrong with a column that a model reads or forecasts, if anything is. */
  static Optional<String> modelColumn(String name) {
    return ForecastColumns.ADDED.contains(name.toLowerCase(Locale.ROOT))
        ? Optional.of(
            "'%s' is a column that the model and its scoring add to the rows; give yours another name in the query with AS"
                .formatted(name))
        : column(name);
  }

  /** What is wrong with a column of the forecast table, if anything is. */
  static Optional<String> forecastColumn(String name) {
    if (ForecastColumns.RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "'%s' is a column that every forecast table has already; give yours another name in the query with AS"
              .formatted(name));
    }
    return column(name);
  }

  /** What is wrong with a source's name, if anything is. */
  static Optional<String> source(String name) {
    return SOURCE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of("a source is called by a-z A-Z 0-9 _, beginning with a letter");
  }

  /** What is wrong with a table of the catalog, if anything is. */
  static Optional<String> catalogTable(String name) {
    return CATALOG_TABLE.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "'%s' is not a table of a catalog: write table, schema.table or catalog.schema.table"
                .formatted(Text.printable(name)));
  }

  /**
   * What is wrong with a table of the session's own catalog that has to be named with its schema.
   */
  static Optional<String> tableOfSchema(String name) {
    return CATALOG_TABLE.matcher(name).matches() && name.split("\\.", -1).length == 2
        ? Optional.empty()
        : Optional.of(
            "'%s' is not a table of a schema: write schema.table, in a-z A-Z 0-9 _"
                .formatted(Text.printable(name)));
  }

  /**
   * What is wrong with a text of any kind, if anything is: reports, XML and logs cannot hold it.
   */
  static Optional<String> plainText(List<String> path, String text) {
    return Secrets.isSecret(path)
        ? Optional.empty() // a password is in none of them
        : text.codePoints()
            .filter(c -> (Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0) || isNoXml(c))
            .mapToObj(
                c ->
                    "has the character %s, which no report, log or PMML document can hold; leave it out"
                        .formatted(String.format(Locale.ROOT, "\\u%04x", c)))
            .findFirst();
  }

  /** Halves of pairs, and what is no character. */
  private static boolean isNoXml(int c) {
    return Character.getType(c) == Character.SURROGATE || (c & 0xFFFE) == 0xFFFE;
  }

  /** What is wrong with a path or URI, if anything is. */
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

  /** What is wrong with a forecast table, if anything is. */
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
