package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.core.spec.SourceSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One source, opened at one state. */
record OpenSource(Dataset<Row> rows, SourceVersion version) {
  private static final String DELTA = "delta";
  private static final String TABLE = "table";

  /** Formats whose readers turn what they cannot read into nulls unless told otherwise. */
  private static final Set<String> LENIENT = Set.of("csv", "json");

  private static final Set<String> NOT_FOUND =
      Set.of(
          "PATH_NOT_FOUND",
          "TABLE_OR_VIEW_NOT_FOUND",
          "DELTA_TABLE_NOT_FOUND",
          "DELTA_PATH_DOES_NOT_EXIST",
          "DELTA_MISSING_DELTA_TABLE",
          "DELTA_TABLE_ONLY_OPERATION");

  static OpenSource open(
      SparkSession session, SourceSpec source, UnaryOperator<String> resolveLocation) {
    String format = source.format().toLowerCase(Locale.ROOT);
    String location =
        format.equals(TABLE)
            ? source.location().orElse("")
            : source.location().map(resolveLocation).orElse("");
    try {
      DataFrameReader reader = session.read().options(source.options());
      source.schema().ifPresent(reader::schema);
      if (LENIENT.contains(format) && !hasOption(source, "mode")) {
        reader.option("mode", "FAILFAST");
      }
      return open(session, source, reader, format, location);
    } catch (AlmanacException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw failure(source, location, e);
    }
  }

  private static OpenSource open(
      SparkSession session,
      SourceSpec source,
      DataFrameReader reader,
      String format,
      String location) {
    boolean isDelta =
        format.equals(DELTA) || (format.equals(TABLE) && isDeltaTable(session, location));
    if (source.version().isPresent() && !isDelta) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "source '%s' names version %d, but %s is no Delta table and has no versions.\nLeave version out, or read a Delta table."
              .formatted(source.name(), source.version().getAsLong(), Text.printable(location)));
    }
    OptionalLong version = OptionalLong.empty();
    if (isDelta) {
      String table = format.equals(DELTA) ? "delta." + quoted(location) : location;
      version =
          source.version().isPresent()
              ? source.version()
              : OptionalLong.of(newestVersion(session, table));
      reader.option("versionAsOf", version.getAsLong());
    }
    Dataset<Row> rows =
        format.equals(TABLE)
            ? reader.table(location)
            : location.isEmpty()
                ? reader.format(format).load()
                : reader.format(format).load(location);
    String fingerprint =
        version.isPresent() ? "" : FileFingerprint.of(session, rows, source, location);
    return new OpenSource(
        rows, new SourceVersion(source.name(), location, format, version, fingerprint));
  }

  private static boolean isDeltaTable(SparkSession session, String table) {
    Row detail = session.sql("DESCRIBE DETAIL " + table).head();
    return DELTA.equals(detail.getAs("format"));
  }

  private static long newestVersion(SparkSession session, String table) {
    return session.sql("DESCRIBE HISTORY " + table + " LIMIT 1").head().getAs("version");
  }

  private static AlmanacException failure(SourceSpec source, String location, Exception e) {
    if (e instanceof SparkThrowable spark
        && spark.getCondition() != null
        && NOT_FOUND.contains(spark.getCondition())) {
      return new AlmanacException(
          ErrorCode.SOURCE_NOT_FOUND,
          "source '%s' is not there: %s '%s' does not exist%s.\nCorrect its location in the job file%s."
              .formatted(
                  source.name(),
                  source.format(),
                  Text.printable(location),
                  NearbyPaths.hint(location),
                  source.format().equals(TABLE)
                      ? ", or create the table"
                      : "; a relative one begins at the platform's home"),
          e);
    }
    String what =
        "source '%s' cannot be read as %s%s"
            .formatted(
                source.name(),
                source.format(),
                location.isEmpty() ? "" : " from '" + Text.printable(location) + "'");
    Optional<String> library = MissingLibrary.of(source.format(), e);
    if (library.isPresent()) {
      return new AlmanacException(ErrorCode.SOURCE_UNREADABLE, what + ": " + library.get(), e);
    }
    SparkError error = SparkError.of(e);
    return error.kind() == ErrorKind.TRANSIENT
        ? new AlmanacException(
            ErrorCode.SOURCE_UNAVAILABLE,
            "%s now: %s.\nRun again once its store or database answers."
                .formatted(what, error.message()),
            e)
        : new AlmanacException(
            ErrorCode.SOURCE_UNREADABLE,
            "%s: %s.\nCheck its format, options and schema in the job file, and that this user may read it."
                .formatted(what, error.message()),
            e);
  }

  private static boolean hasOption(SourceSpec source, String name) {
    return source.options().keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String quoted(String name) {
    return ExactNames.quoted(name);
  }
}
