package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.data.ExactNames;
import dev.almanac.data.SparkFailures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/**
 * Translates permanent refusals of a Delta table: a rule of its owner, an unsupported table
 * feature, or other columns. A retry does not help, unlike after a storage failure.
 */
final class TableRules {
  static final String APPEND_ONLY = "delta.appendOnly";

  private static final String DELTA = "DELTA_";

  /** SQLSTATEs for a file or folder that does not exist or is being created. */
  private static final List<String> PLACES = List.of("42K03", "42K04", "42KD5", "42P01", "42P07");

  /** Kind of refusal by SQLSTATE prefix; the longest matching prefix counts. */
  private static final Map<String, Kind> STATES =
      Map.ofEntries(
          Map.entry("0A", Kind.FEATURE),
          Map.entry("22", Kind.COLUMNS),
          Map.entry("22001", Kind.CONSTRAINT), // CHAR and VARCHAR of a length
          Map.entry("23", Kind.CONSTRAINT),
          Map.entry("42", Kind.COLUMNS),
          Map.entry("42809", Kind.APPEND_ONLY),
          Map.entry("44", Kind.CONSTRAINT),
          Map.entry("54", Kind.FEATURE),
          Map.entry("55", Kind.FEATURE),
          Map.entry("56", Kind.FEATURE),
          Map.entry("KD004", Kind.FEATURE), // protocol
          Map.entry("KD00E", Kind.FEATURE)); // rules of Iceberg's readers

  private enum Kind {
    CONSTRAINT,
    APPEND_ONLY,
    FEATURE,
    COLUMNS
  }

  private TableRules() {}

  /** The refusal, if one is the root cause of a failure. */
  static Optional<AlmanacException> refusal(String table, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<Kind> kind = kind(cause);
      if (kind.isPresent()) {
        return Optional.of(refusal(table, kind.get(), SparkFailures.firstLine(cause), failure));
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses a table whose rows may not be replaced.
   *
   * @param properties the table's properties
   */
  static void requireReplaceable(String table, Map<String, String> properties) {
    if (Boolean.parseBoolean(properties.getOrDefault(APPEND_ONLY, "false"))) {
      throw refusal(table, Kind.APPEND_ONLY, "it has the property %s".formatted(APPEND_ONLY), null);
    }
  }

  private static Optional<Kind> kind(Throwable failure) {
    if (!(failure instanceof SparkThrowable known)
        || known.getCondition() == null
        || known.getSqlState() == null) {
      return Optional.empty();
    }
    if (known.getCondition().startsWith("NOT_NULL_ASSERT_VIOLATION")) {
      return Optional.of(Kind.CONSTRAINT);
    }
    String state = known.getSqlState();
    if (!known.getCondition().startsWith(DELTA) || PLACES.contains(state)) {
      return Optional.empty();
    }
    return Optional.ofNullable(STATES.get(state))
        .or(() -> Optional.ofNullable(STATES.get(state.substring(0, 2))));
  }

  private static AlmanacException refusal(
      String table, Kind kind, String what, @Nullable Throwable cause) {
    return new AlmanacException(
        kind == Kind.COLUMNS ? ErrorCode.SCHEMA_MISMATCH : ErrorCode.TABLE_REFUSED,
        "%s does not allow it: %s.\nNothing of it was changed, and running again changes nothing. %s"
            .formatted(table, what, advice(table, kind)),
        cause);
  }

  private static String advice(String table, Kind kind) {
    String sql = "delta." + ExactNames.quoted(table);
    return switch (kind) {
      case CONSTRAINT ->
          "Leave such rows out in the job's query, or have the table's owner take the rule back (ALTER TABLE %s DROP CONSTRAINT name, or ALTER COLUMN name DROP NOT NULL)."
              .formatted(sql);
      case APPEND_ONLY ->
          "A run replaces its date, so have the table's owner allow that (ALTER TABLE %s SET TBLPROPERTIES ('%s' = 'false')), or write another name in forecasts.table."
              .formatted(sql, APPEND_ONLY);
      case FEATURE ->
          "Use an Almanac with a newer Delta, have the table's owner drop the feature, or write"
              + " another name in forecasts.table.";
      case COLUMNS ->
          "Give the table the columns and properties back that a run expects, or write another name"
              + " in forecasts.table.";
    };
  }
}
