package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.data.SparkError;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.util.Optional;

/** Translates errors of Spark and Delta. */
final class WarehouseErrors {
  private WarehouseErrors() {}

  /** Translates an error of reading and scoring rows. */
  static AlmanacException scoring(Throwable failure) {
    return AlmanacException.within(failure)
        .orElseGet(
            () ->
                SparkError.of(failure)
                    .exception(
                        "the rows could not be scored",
                        "Nothing was published; the forecast table is as it was."));
  }

  /** Translates an error of a write whose commit is not in the table's history. */
  static AlmanacException writing(String table, Throwable failure) {
    Optional<AlmanacException> ours = AlmanacException.within(failure);
    if (ours.isPresent()) {
      return ours.get();
    }
    if (find(failure, DeltaConcurrentModificationException.class)
        || find(failure, org.apache.spark.sql.delta.DeltaConcurrentModificationException.class)) {
      return new AlmanacException(
          ErrorCode.LOST_RACE,
          "another run changed %s in the same place at the same time, and it was faster.\nIts forecasts stand; this run published none. See which run that was in the table's history, and run again if this one's are wanted."
              .formatted(table),
          failure);
    }
    return TableRules.refusal(table, failure)
        .orElseGet(
            () ->
                new AlmanacException(
                    ErrorCode.WAREHOUSE_UNAVAILABLE,
                    "%s could not be written: %s.\nIts forecasts are as they were. Correct the cause (space, rights, reachability of the store) and run again."
                        .formatted(table, describe(failure)),
                    failure));
  }

  /** Translates an error of reading the state of a table. */
  static AlmanacException reading(String table, Throwable failure) {
    return AlmanacException.within(failure)
        .or(() -> TableRules.refusal(table, failure))
        .orElseGet(
            () ->
                new AlmanacException(
                    ErrorCode.WAREHOUSE_UNAVAILABLE,
                    "%s could not be read: %s.\nIt was not changed. Correct the cause (rights, reachability of the store, files removed by hand) and run again."
                        .formatted(table, describe(failure)),
                    failure));
  }

  /** An error after which the commit's outcome is unknown. */
  static AlmanacException unknown(String table, String runId, Throwable failure) {
    return new AlmanacException(
        ErrorCode.OUTCOME_UNKNOWN,
        "writing %s ended with an error (%s), and the table's history cannot be read to see whether the run's commit landed.\nLook for the run id %s in the table's history; running again is safe either way, the same date is replaced."
            .formatted(table, describe(failure), runId),
        failure);
  }

  private static boolean find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The first line of the innermost message: Spark wraps it in several of its own. */
  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).strip();
    String line = message.lines().findFirst().orElse("");
    String text = root.getClass().getSimpleName() + ": " + Text.message(line);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
