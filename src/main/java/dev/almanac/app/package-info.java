/**
 * The command line and the wiring: options in, words and exit codes out. The only package that
 * knows the clock, the environment and how to end the process; it may import every other.
 */
@NullMarked
package dev.almanac.app;

import org.jspecify.annotations.NullMarked;
