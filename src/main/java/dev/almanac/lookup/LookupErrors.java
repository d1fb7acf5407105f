package dev.almanac.lookup;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import io.delta.kernel.exceptions.TableNotFoundException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/** Errors of forecast lookups. */
final class LookupErrors {
  /** Maximum number of dates in a message. */
  static final int DATES_LISTED = 10;

  private LookupErrors() {}

  static AlmanacException notOurs(String path, String why) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        "%s is not a forecast table that can be looked in: %s.\nName a table that a scoring run wrote."
            .formatted(path, why));
  }

  static AlmanacException noSuchTable(
      String path, List<String> neighbours, TableNotFoundException cause) {
    return new AlmanacException(
        ErrorCode.NO_SUCH_TABLE,
        "there is no forecast table at %s.\n%s"
            .formatted(
                path,
                neighbours.isEmpty()
                    ? "No table stands beside it; score first, or check the path."
                    : "Beside it stand: " + String.join(", ", neighbours) + "."),
        cause);
  }

  static AlmanacException unavailable(String path, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return new AlmanacException(
        ErrorCode.WAREHOUSE_UNAVAILABLE,
        "%s cannot be read: %s.\nIf its files were cleaned up meanwhile, look up again; otherwise check rights and reachability of the store."
            .formatted(path, Text.message(String.valueOf(root.getMessage()))),
        cause);
  }

  static String describe(NavigableSet<LocalDate> dates) {
    String newest =
        dates.descendingSet().stream()
            .limit(DATES_LISTED)
            .map(LocalDate::toString)
            .collect(Collectors.joining(", "));
    return dates.size() > DATES_LISTED
        ? newest + " and " + (dates.size() - DATES_LISTED) + " earlier dates"
        : newest;
  }

  static String describe(Map<String, String> key) {
    return key.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + Text.printable(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  static AlmanacException empty(String path) {
    return new AlmanacException(
        ErrorCode.NO_SUCH_FORECAST,
        "%s has no forecasts yet.\nPublish to it first, or look in another table.".formatted(path));
  }

  static AlmanacException noSuchDate(
      String path, LocalDate date, NavigableSet<LocalDate> published) {
    return new AlmanacException(
        ErrorCode.NO_SUCH_FORECAST,
        "nothing was published to %s for run date %s.\nIt has forecasts of %s."
            .formatted(path, date, describe(published)));
  }

  /**
   * The error for an unknown key; it states whether the key is unknown on this date or on all
   * dates.
   */
  static AlmanacException noSuchKey(
      String path, Map<String, String> key, LocalDate date, NavigableSet<LocalDate> elsewhere) {
    return new AlmanacException(
        ErrorCode.NO_SUCH_FORECAST,
        "%s has no forecast for %s on run date %s.\n%s"
            .formatted(
                path,
                describe(key),
                date,
                elsewhere.isEmpty()
                    ? "Nor has it one on any other date: check the key. A row that was rejected is"
                        + " in the rejects table of the job."
                    : "It has forecasts for this key on " + describe(elsewhere) + "."));
  }
}
