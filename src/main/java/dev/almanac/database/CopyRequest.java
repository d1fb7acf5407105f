package dev.almanac.database;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * An export request: the forecasts of one run date, at one version of their table.
 *
 * @param columns columns of the rows, in order; they include the keys and {@code dateColumn}
 * @param keys the columns that identify a row of a run date
 * @param dateColumn the column of the run date, equal in all rows
 * @param by the run that exports
 */
public record CopyRequest(
    List<CopyColumn> columns,
    List<String> keys,
    String dateColumn,
    LocalDate date,
    Source source,
    String by) {
  /**
   * The exported forecast table.
   *
   * @param id the table's id, which does not change if the table is moved
   * @param location the table's location
   * @param version the exported version; larger is newer
   */
  public record Source(String id, String location, long version) {}

  /** Copies the lists. */
  public CopyRequest {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** The columns that identify a row across run dates. */
  List<String> identity() {
    List<String> identity = new ArrayList<>(keys);
    identity.add(dateColumn);
    return identity;
  }
}
