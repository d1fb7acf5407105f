package dev.almanac.data;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.core.spec.EmptyText;
import dev.almanac.core.spec.SourceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * A source, opened at one version.
 *
 * @param warnings warnings for the person who runs the job
 */
record OpenSource(Dataset<Row> rows, SourceVersion version, List<String> warnings) {
  private static final String DELTA = "delta";
  private static final String TABLE = "table";

  /** Formats whose readers replace unreadable values by null by default. */
  private static final Set<String> LENIENT = Set.of("csv", "json", "xml", TABLE);

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
      OpenSource open =
          format.equals(DELTA) || format.equals(TABLE)
              ? openTable(session, source, format, location)
              : openFiles(session, source, format, location);
      return source.emptyText() == EmptyText.MISSING ? open.withoutEmptyTexts() : open;
    } catch (AlmanacException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw failure(source, location, e);
    }
  }

  private static OpenSource openTable(
      SparkSession session, SourceSpec source, String format, String location) {
    boolean isDelta = format.equals(DELTA) || isDeltaTable(session, location);
    requireVersioned(source, isDelta, location);
    DataFrameReader reader = reader(session, source, format);
    source.schema().ifPresent(reader::schema);
    OptionalLong version = OptionalLong.empty();
    if (isDelta) {
      String table = format.equals(DELTA) ? "delta." + ExactNames.quoted(location) : location;
      version =
          source.version().isPresent()
              ? source.version()
              : OptionalLong.of(newestVersion(session, table));
      reader.option("versionAsOf", version.getAsLong());
    }
    Dataset<Row> rows = format.equals(TABLE) ? reader.table(location) : reader.load(location);
    String fingerprint =
        version.isPresent() ? "" : FileFingerprint.of(ListedFiles.of(rows), source, location);
    return new OpenSource(
        rows, new SourceVersion(source.name(), location, format, version, fingerprint), List.of());
  }

  private static OpenSource openFiles(
      SparkSession session, SourceSpec source, String format, String location) {
    requireVersioned(source, false, location);
    List<String> warnings = new ArrayList<>();
    FileSource files =
        new FileSource(session, source, () -> reader(session, source, format), location);
    Dataset<Row> rows = files.rows(warnings);
    return new OpenSource(
        rows,
        new SourceVersion(
            source.name(),
            location,
            format,
            OptionalLong.empty(),
            FileFingerprint.of(ListedFiles.of(rows), source, location)),
        warnings);
  }

  /** A reader that fails at unreadable records and values. */
  private static DataFrameReader reader(SparkSession session, SourceSpec source, String format) {
    DataFrameReader reader = session.read().options(source.options());
    if (LENIENT.contains(format)) {
      reader
          .option("mode", "FAILFAST")
          .option("enforceSchema", false)
          .option("columnPruning", false);
    }
    return format.equals(TABLE) ? reader : reader.format(format);
  }

  /** The same rows with null for empty texts in STRING columns. */
  private OpenSource withoutEmptyTexts() {
    Column[] columns =
        Arrays.stream(rows.schema().fields())
            .map(OpenSource::withoutEmptyText)
            .toArray(Column[]::new);
    return new OpenSource(rows.select(columns), version, warnings);
  }

  private static Column withoutEmptyText(StructField field) {
    Column column = ColumnLookup.named(field.name());
    return field.dataType() instanceof StringType
        ? when(column.notEqual(lit("")), column).as(field.name(), field.metadata())
        : column;
  }

  private static void requireVersioned(SourceSpec source, boolean isDelta, String location) {
    if (source.version().isPresent() && !isDelta) {
      throw new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          String.format(
              Locale.ROOT,
              "source '%s' names version %d, but %s is no Delta table and has no versions.\n"
                  + "Leave version out, or read a Delta table.",
              source.name(),
              source.version().getAsLong(),
              Text.printable(location)));
    }
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
      return notFound(source, location, e);
    }
    return ofData(source, e).orElseGet(() -> unreadable(source, location, e));
  }

  private static AlmanacException notFound(SourceSpec source, String location, Exception e) {
    boolean isTable = source.format().equals(TABLE);
    return new AlmanacException(
        ErrorCode.SOURCE_NOT_FOUND,
        "source '%s' is not there: %s '%s' does not exist%s.\nCorrect its location in the job file%s."
            .formatted(
                source.name(),
                source.format(),
                Text.printable(location),
                PathSuggestions.hint(location),
                isTable
                    ? ", or create the table"
                    : "; a relative one begins at the platform's home"
                        + (PathPattern.isPattern(location) ? PathPattern.ADVICE : "")),
        e);
  }

  /** An error about a folder, header or record, if that is the cause. */
  private static Optional<AlmanacException> ofData(SourceSpec source, Exception e) {
    Optional<String> folder = PartitionFolders.withoutValue(e);
    if (folder.isPresent()) {
      return Optional.of(
          new AlmanacException(
              ErrorCode.SOURCE_UNREADABLE,
              "source '%s' has the folder '%s', which has no value behind the =.\nRename it; %s=__HIVE_DEFAULT_PARTITION__ stands for null."
                  .formatted(source.name(), folder.get(), folder.get().replaceFirst("=.*", "")),
              e));
    }
    return SourceFailures.of(e).map(error -> SourceNames.named(error, source));
  }

  private static AlmanacException unreadable(SourceSpec source, String location, Exception e) {
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
    if (error.condition().equals("COLUMN_ALREADY_EXISTS")) {
      return new AlmanacException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s: two of its columns have one name, as SQL compares names, without regard to capitals: %s.\nList the columns that are needed, without these, in the source's schema, or write the table with distinct names."
              .formatted(what, error.message()),
          e);
    }
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
}
