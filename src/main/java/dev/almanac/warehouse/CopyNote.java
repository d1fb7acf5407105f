package dev.almanac.warehouse;

/**
 * What a run's summary says of the copy of its forecasts in a database.
 *
 * @param table the table there
 * @param rows how many the date has there
 * @param inserted of them were not there before
 * @param updated of them had other values
 * @param removed rows that are there no more
 */
public record CopyNote(String table, long rows, long inserted, long updated, long removed) {
  /** The summary with this in it. */
  public String in(String summary) {
    return RunSummary.copied(summary, this);
  }
}
