package dev.almanac.database;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be copied: the forecasts of one date, as one state of their table has them.
 *
 * @param columns of the rows, in their order; among them the keys and {@code dateColumn}
 * @param keys the columns that tell rows of a date apart
 * @param dateColumn the column that has the date, in every row the same
 * @param by the execution that copies
 */
public record CopyRequest(
    List<CopyColumn> columns,
    List<String> keys,
    String dateColumn,
    LocalDate date,
    Source source,
    String by) {
  /**
   * The table that the forecasts stand in.
   *
   * @param id what the table keeps wherever it is moved
   * @param location where it stands
   * @param version the state of it that is copied; a larger one is newer
   */
  public record Source(String id, String location, long version) {}

  /** Copies the lists. */
  public CopyRequest {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** What tells rows of all dates apart. */
  List<String> identity() {
    List<String> identity = new ArrayList<>(keys);
    identity.add(dateColumn);
    return identity;
  }
}
