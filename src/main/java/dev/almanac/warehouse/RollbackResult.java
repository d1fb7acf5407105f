package dev.almanac.warehouse;

/**
 * A date whose earlier forecasts are the visible ones again.
 *
 * @param from the publication that was visible
 * @param to the publication that is visible again
 * @param tableVersion the Delta version that did it
 * @param table where
 */
public record RollbackResult(
    PublicationRecord from, PublicationRecord to, long tableVersion, String table) {}
