/**
 * Command line and composition root: parses options, runs commands, and maps results to output and
 * exit codes. The only package that reads the clock and the environment or ends the process; it may
 * import every other package.
 */
@NullMarked
package dev.almanac.app;

import org.jspecify.annotations.NullMarked;
