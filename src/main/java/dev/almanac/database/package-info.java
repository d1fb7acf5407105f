/**
 * Exports of publications to PostgreSQL: all rows of a run date in one transaction. Does not depend
 * on Spark; the caller passes the rows one by one.
 */
@NullMarked
package dev.almanac.database;

import org.jspecify.annotations.NullMarked;
