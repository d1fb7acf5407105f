/**
 * Rows that Spark computes once and keeps in its shuffle files, by ranges of their keys. Everything
 * that is read of them later is read from there.
 */
@NullMarked
package dev.almanac.shuffle;

import org.jspecify.annotations.NullMarked;
