package dev.almanac.warehouse;

/**
 * Result of a rollback of one date.
 *
 * @param from the publication that was visible before
 * @param to the publication that is visible again
 * @param tableVersion the Delta version of the rollback's commit
 * @param table location of the forecast table
 */
public record RollbackResult(
    PublicationRecord from, PublicationRecord to, long tableVersion, String table) {}
