package dev.almanac.data;

import dev.almanac.core.Text;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;

/** Analyses a chain of exceptions for {@link SparkError}. */
final class SparkErrorReader {
  /** An exception as Spark includes it in the message of another, such as that of a lost task. */
  private static final Pattern IN_TEXT =
      Pattern.compile("\\[([A-Z][A-Z0-9_.]*)\\] (.*?)SQLSTATE: (\\w{5})", Pattern.DOTALL);

  private static final Pattern FILE_IN_TEXT =
      Pattern.compile("Encountered error while reading file (.+?)\\.\\s");
  private static final int DEEPEST = 100;

  /** Exceptions of corrupt or forbidden input: a retry does not help. */
  private static final Set<String> DAMAGE_OR_RIGHTS =
      Set.of(
          "org.apache.hadoop.fs.ChecksumException",
          "org.apache.hadoop.security.AccessControlException",
          "com.fasterxml.jackson.core.JsonProcessingException",
          "org.apache.parquet.hadoop.BadConfigurationException");

  /** An exception of the chain, with Spark's condition and SQLSTATE. */
  private record Named(Throwable failure, String condition, String sqlState, String message) {}

  private SparkErrorReader() {}

  static SparkError read(Throwable failure) {
    List<Throwable> chain = chain(failure);
    List<Named> named =
        chain.stream().map(SparkErrorReader::named).flatMap(Optional::stream).toList();
    Throwable root = chain.get(chain.size() - 1);
    String file = file(chain);
    for (int i = named.size() - 1; i >= 0; i--) {
      Named candidate = named.get(i);
      Optional<ErrorKind> kind = kind(candidate, root);
      if (kind.isPresent()) {
        Optional<SQLQueryContext> context = context(candidate.failure());
        return new SparkError(
            kind.get(),
            candidate.condition(),
            message(candidate, root),
            context.map(SparkErrorReader::fragment).orElse(""),
            context.map(SparkErrorReader::position).orElse(""),
            file,
            failure);
      }
    }
    return new SparkError(
        kindOfTypes(chain), "", SparkFailures.firstLine(failure), "", "", file, failure);
  }

  /** Whether a JDBC source raised the exception. */
  static boolean isOfDatabase(Throwable failure) {
    return chain(failure).stream().anyMatch(SQLException.class::isInstance);
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure;
        cause != null && chain.size() < DEEPEST;
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }

  private static Optional<Named> named(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (failure instanceof SparkThrowable spark && spark.getCondition() != null) {
      String state = spark.getSqlState() == null ? "" : spark.getSqlState();
      return Optional.of(new Named(failure, spark.getCondition(), state, text));
    }
    if (failure instanceof SparkThrowable || failure instanceof IOException) {
      // the last one in the text is the innermost
      Optional<Named> last = Optional.empty();
      Matcher matcher = IN_TEXT.matcher(text);
      while (matcher.find()) {
        last =
            Optional.of(
                new Named(failure, matcher.group(1), matcher.group(3), matcher.group(2).strip()));
      }
      return last;
    }
    return Optional.empty();
  }

  private static Optional<ErrorKind> kind(Named named, Throwable root) {
    if (named.condition().equals("FAILED_READ_FILE.NO_HINT")) {
      // says only that a file was read; the cause says why it failed
      return Optional.of(
          root instanceof IOException io && !isDamageOrRights(io)
              ? ErrorKind.TRANSIENT
              : ErrorKind.SOURCE);
    }
    if (named.condition().equals("FAILED_EXECUTE_UDF") && isOurs(root)) {
      return Optional.of(ErrorKind.BUG);
    }
    return SqlStates.kind(named.condition(), named.sqlState());
  }

  /** The kind by exception types, innermost first, if no condition is known. */
  private static ErrorKind kindOfTypes(List<Throwable> chain) {
    boolean spark = false;
    for (int i = chain.size() - 1; i >= 0; i--) {
      Throwable cause = chain.get(i);
      if (cause instanceof SQLException sql) {
        return ofDatabase(sql);
      }
      if (cause instanceof AnalysisException || cause instanceof ArithmeticException) {
        return ErrorKind.QUERY;
      }
      if (cause instanceof IOException io) {
        return isDamageOrRights(io) ? ErrorKind.SOURCE : ErrorKind.TRANSIENT;
      }
      spark |= cause instanceof SparkThrowable;
    }
    return spark ? ErrorKind.UNCLASSIFIED : ErrorKind.BUG;
  }

  private static ErrorKind ofDatabase(SQLException failure) {
    if (failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException) {
      return ErrorKind.TRANSIENT;
    }
    if (failure instanceof SQLNonTransientException) {
      return ErrorKind.SOURCE;
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return SqlStates.kind("", state)
        .map(kind -> kind == ErrorKind.QUERY ? ErrorKind.SOURCE : kind)
        .orElse(ErrorKind.UNCLASSIFIED);
  }

  private static boolean isDamageOrRights(IOException failure) {
    if (failure instanceof EOFException
        || failure instanceof ZipException
        || failure instanceof CharacterCodingException
        || failure instanceof AccessDeniedException) {
      return true;
    }
    for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
      if (DAMAGE_OR_RIGHTS.contains(type.getName())) {
        return true;
      }
    }
    return false;
  }

  /** Whether Almanac's code threw the exception, not a library that it called. */
  private static boolean isOurs(Throwable root) {
    for (StackTraceElement element : root.getStackTrace()) {
      String name = element.getClassName();
      if (!name.startsWith("java.") && !name.startsWith("scala.")) {
        return name.startsWith("dev.almanac.");
      }
    }
    return false;
  }

  private static String message(Named named, Throwable root) {
    String own = SparkFailures.clean(named.message());
    if (root == named.failure() || root.getMessage() == null) {
      return own;
    }
    String below = SparkFailures.clean(String.valueOf(root.getMessage()));
    return switch (named.condition()) {
      // says only that a file was read
      case "FAILED_READ_FILE.NO_HINT" -> below;
      // shows the record; the cause shows the value
      case "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION" -> below + ". " + own;
      default -> own;
    };
  }

  private static String file(List<Throwable> chain) {
    for (Throwable cause : chain) {
      if (cause instanceof SparkThrowable spark
          && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE")) {
        return String.valueOf(spark.getMessageParameters().getOrDefault("path", ""));
      }
      Matcher matcher = FILE_IN_TEXT.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  private static Optional<SQLQueryContext> context(Throwable failure) {
    if (failure instanceof SparkThrowable spark) {
      QueryContext[] contexts = spark.getQueryContext();
      if (contexts.length > 0 && contexts[0] instanceof SQLQueryContext sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  private static String fragment(SQLQueryContext context) {
    return Text.printable(context.fragment().strip(), 200);
  }

  private static String position(SQLQueryContext context) {
    boolean ofJob = context.sqlText().isDefined() && SourceReader.isQuery(context.sqlText().get());
    if (!ofJob || context.line().isEmpty() || context.startPosition().isEmpty()) {
      return "";
    }
    int line = (int) context.line().get();
    int position = (int) context.startPosition().get() + 1;
    return String.format(
        Locale.ROOT, "line %d, position %d", line, SourceReader.positionInQuery(line, position));
  }
}
