/**
 * Benchmarks that are run by hand, through {@code scripts/bench}. Compiled with the tests, so that
 * they do not rot, and like them not in the jar. May import everything.
 */
@NullMarked
package dev.almanac.bench;

import org.jspecify.annotations.NullMarked;
