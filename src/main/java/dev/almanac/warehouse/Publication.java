package dev.almanac.warehouse;

import dev.almanac.core.RowCounts;

/**
 * What became visible.
 *
 * @param table where the forecasts stand, as an absolute path or URI
 * @param tableVersion the Delta version that holds them
 * @param rejectsTable where the rejects stand
 * @param rows where the rows went
 * @param outcome how the commit was learnt of
 */
public record Publication(
    String table, long tableVersion, String rejectsTable, RowCounts rows, Outcome outcome) {
  /** How a run learnt that its commit landed. */
  public enum Outcome {
    /** The store said so. */
    COMMITTED,
    /** The store reported an error, but the table's history has the run. */
    RECOVERED
  }
}
