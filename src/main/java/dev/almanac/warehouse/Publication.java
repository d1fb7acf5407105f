package dev.almanac.warehouse;

import dev.almanac.core.RowCounts;

/**
 * Result of a publication.
 *
 * @param table location of the forecasts, as an absolute path or URI
 * @param tableVersion the Delta version that holds them
 * @param rejectsTable location of the rejects
 * @param rows counts of rows by outcome
 * @param outcome how the commit was confirmed
 */
public record Publication(
    String table, long tableVersion, String rejectsTable, RowCounts rows, Outcome outcome) {
  /** How the commit was confirmed. */
  public enum Outcome {
    /** The store confirmed the commit. */
    COMMITTED,
    /** The store reported an error, but the table's history contains the run. */
    RECOVERED
  }
}
