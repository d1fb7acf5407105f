package dev.almanac.warehouse;

/**
 * Result of a PostgreSQL export, as the run summary records it.
 *
 * @param table the PostgreSQL table
 * @param rows number of rows of the date in that table
 * @param inserted rows that were added
 * @param updated rows whose values changed
 * @param removed rows that were deleted
 */
public record CopyNote(String table, long rows, long inserted, long updated, long removed) {
  /** The summary with this result added. */
  public String in(String summary) {
    return RunSummary.copied(summary, this);
  }
}
