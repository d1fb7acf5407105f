/**
 * Copies of publications in a PostgreSQL database: all of a run date in one transaction. Knows no
 * Spark; rows are handed in one by one.
 */
@NullMarked
package dev.almanac.database;

import org.jspecify.annotations.NullMarked;
