package dev.almanac.data;

import java.util.regex.Pattern;

/** Advice on errors, in addition to Spark's own message. */
final class ErrorRemedies {
  /** A parameter in quotes, which is a literal and is not replaced. */
  private static final Pattern QUOTED_PARAMETER = Pattern.compile("(['\"]):(\\w+)\\1");

  private ErrorRemedies() {}

  /** The advice in whole sentences; empty if there is none. */
  static String of(SparkError error) {
    var quoted = QUOTED_PARAMETER.matcher(error.fragment());
    if (quoted.find()) {
      return "%s is a text, not the parameter: write :%s without the quotation marks."
          .formatted(quoted.group(), quoted.group(2));
    }
    String condition = error.condition();
    int dot = condition.indexOf('.');
    String name = dot < 0 ? condition : condition.substring(0, dot);
    return switch (name) {
      // their messages name the function that returns NULL instead
      case "CAST_INVALID_INPUT",
          "CAST_OVERFLOW",
          "CANNOT_PARSE_TIMESTAMP",
          "INVALID_ARRAY_INDEX",
          "INVALID_ARRAY_INDEX_IN_ELEMENT_AT" ->
          "";
      case "DIVIDE_BY_ZERO", "INTERVAL_DIVIDED_BY_ZERO" ->
          "a / nullif(b, 0) does the same as try_divide(a, b).";
      case "ARITHMETIC_OVERFLOW", "BINARY_ARITHMETIC_OVERFLOW" ->
          "Or cast the numbers to a wider type first, such as BIGINT, DOUBLE or DECIMAL(38, 0).";
      case "AMBIGUOUS_REFERENCE" ->
          "The query has two columns of this name: list its columns, or leave one out as in SELECT"
              + " * EXCEPT (km), km * 100 AS km.";
      case "MALFORMED_RECORD_IN_PARSING", "MALFORMED_CSV_RECORD" ->
          "Correct the record, or the source's schema and options. A quoted value of several lines"
              + " needs options { multiLine = true }.";
      case "FAILED_READ_FILE" -> ofFile(error);
      default -> ofKind(error);
    };
  }

  private static String ofFile(SparkError error) {
    if (error.condition().endsWith(".FILE_NOT_EXIST")) {
      return "It was there when the source was listed: whatever writes the source removed or"
          + " replaced it.";
    }
    return error.kind() == ErrorKind.SOURCE
        ? "Write the file anew, or correct the source's format, options and schema; see that this"
            + " user may read it."
        : ofKind(error);
  }

  private static String ofKind(SparkError error) {
    return switch (error.kind()) {
      case QUERY -> "Correct the query, or the values that it meets.";
      case SOURCE -> "Correct the source, or its format, options and schema in the job file.";
      case SETTINGS -> "Correct the settings under almanac.spark.conf, or those of spark-submit.";
      case CONFLICT -> "Another run was faster; see the table's history.";
      case TRANSIENT -> "Run again once the cluster, the store or the database answers.";
      case BUG -> "This is an error in Spark or in Almanac: report it with the trace of --verbose.";
      case UNCLASSIFIED ->
          "Spark gives this error no class, so that nobody can say whether running again helps;"
              + " Spark's own log has the details.";
    };
  }
}
