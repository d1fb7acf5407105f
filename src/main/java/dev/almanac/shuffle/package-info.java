/**
 * Range shuffle: rows are computed once and kept in Spark's shuffle files, from which later reads
 * are served.
 */
@NullMarked
package dev.almanac.shuffle;

import org.jspecify.annotations.NullMarked;
