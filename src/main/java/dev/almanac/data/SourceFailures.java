package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Errors of malformed records, with file and record. They occur while tasks read. */
public final class SourceFailures {
  private static final int RECORD_SHOWN = 300;

  /** The most bytes of a file that are read again to locate the error. */
  private static final long SEARCHED = 256L << 20;

  private static final Pattern HEADER = Pattern.compile("(?m)^ ?Header(?: length)?: ?(.*)$");
  private static final Pattern SCHEMA = Pattern.compile("(?m)^ ?Schema: ?(.*)$");
  private static final Pattern FILE = Pattern.compile("(?m)^CSV file: ?(.*)$");
  private static final Pattern VALUE = Pattern.compile("(?:For input string: |Value:)\"(.*)\"");
  private static final Pattern DATE = Pattern.compile("^Text '(.*)' could not be parsed");

  private SourceFailures() {}

  /** The Almanac error, if records or headers of a source are the cause; empty otherwise. */
  public static Optional<AlmanacException> of(Throwable failure) {
    String file = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("CSV header does not conform")
          || message.startsWith("Number of column in CSV header")) {
        return Optional.of(header(message, failure));
      }
      if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
        String condition = spark.getCondition();
        if (condition.startsWith("FAILED_READ_FILE")) {
          file = plain(spark.getMessageParameters().getOrDefault("path", ""));
        } else if (condition.startsWith("MALFORMED_RECORD_IN_PARSING")) {
          return Optional.of(malformed(cause, file, failure));
        } else if (condition.equals("USER_RAISED_EXCEPTION")) {
          String raised = spark.getMessageParameters().getOrDefault("errorMessage", "");
          return raised.startsWith(StrictText.PREFIX)
              ? Optional.of(value(raised.substring(StrictText.PREFIX.length()), failure))
              : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static AlmanacException header(String message, Throwable failure) {
    String found = group(HEADER, message);
    String required = group(SCHEMA, message);
    String file = plain(group(FILE, message));
    return new SourceException(
        ErrorCode.SOURCE_UNREADABLE,
        file,
        "the CSV file %s has another header than the files before it: %s%s.\nNothing was published. Give all files of a source the same columns in the same order, or read them as several sources."
            .formatted(
                file,
                required.isEmpty() ? found + " columns" : Text.printable(found, RECORD_SHOWN),
                required.isEmpty() ? "" : " instead of " + Text.printable(required, RECORD_SHOWN)),
        failure);
  }

  private static AlmanacException value(String what, Throwable failure) {
    return new AlmanacException(
        ErrorCode.SOURCE_UNREADABLE,
        Text.printable(what, RECORD_SHOWN)
            + ".\n"
            + "Nothing was published. Correct the file, or give the column the type STRING in the"
            + " source's schema and convert it in the query.",
        failure);
  }

  private static AlmanacException malformed(Throwable cause, String file, Throwable failure) {
    Throwable reason = cause;
    while (reason.getCause() != null && reason.getCause() != reason) {
      reason = reason.getCause();
    }
    String record = "";
    String remedy =
        "or give the column the type STRING in the source's schema and convert it in the query,"
            + " such as try_cast(km AS DOUBLE)";
    String why = SparkFailures.firstLine(reason);
    if (reason instanceof SparkThrowable inner && inner.getCondition() != null) {
      String condition = inner.getCondition();
      var parameters = inner.getMessageParameters();
      if (condition.equals("MALFORMED_CSV_RECORD")) {
        record = parameters.getOrDefault("badRecord", "");
        why = "it has too few or too many values";
        remedy =
            "or write multiLine = true in the source's options if quoted values have line breaks";
      } else if (condition.equals("CANNOT_PARSE_JSON_FIELD")) {
        record = line(file, parameters.getOrDefault("fieldValue", ""));
      } else if (condition.endsWith("CANNOT_PARSE_STRING_AS_DATATYPE")) {
        record = parameters.getOrDefault("badRecord", "");
      }
    } else {
      Optional<String> value = value(String.valueOf(reason.getMessage()));
      if (value.isPresent()) {
        why = "'%s' is no value of its column's type".formatted(Text.printable(value.get()));
        record = line(file, value.get());
      }
    }
    return new SourceException(
        ErrorCode.SOURCE_UNREADABLE,
        file,
        "a record%s cannot be read: %s.%s\nNothing was published. Correct the record, %s."
            .formatted(
                file.isEmpty() ? "" : " in " + file,
                why,
                record.isEmpty() ? "" : "\nThe record: " + Text.printable(record, RECORD_SHOWN),
                remedy),
        failure);
  }

  private static Optional<String> value(String message) {
    for (Pattern pattern : List.of(VALUE, DATE)) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * The line of a file that contains a value, if it is unique; errors are ignored, since the line
   * is optional.
   */
  private static String line(String file, String value) {
    if (file.isEmpty() || value.isEmpty()) {
      return "";
    }
    try {
      SparkSession session = SparkSession.active();
      String exact = PathPattern.exactly(file);
      long length =
          session.read().format("binaryFile").load(exact).select("length").head().getLong(0);
      if (length > SEARCHED) {
        return "";
      }
      List<Row> lines =
          session.read().text(exact).filter(functions.col("value").contains(value)).takeAsList(2);
      return lines.size() == 1 ? lines.get(0).getString(0) : "";
    } catch (Exception e) {
      return "";
    }
  }

  private static String group(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? matcher.group(1).strip() : "";
  }

  /** A file's name from Spark's URI, unescaped. */
  static String plain(String uri) {
    try {
      URI parsed = URI.create(uri);
      String host = parsed.getAuthority() == null ? "" : "//" + parsed.getAuthority();
      boolean isLocal = parsed.getScheme() == null || parsed.getScheme().equals("file");
      return isLocal ? parsed.getPath() : parsed.getScheme() + ":" + host + parsed.getPath();
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }
}
