/**
 * What a job file and the platform settings say, as validated, immutable values. Whoever builds one
 * by hand (a test, a bench) gets the same checks as a file does.
 */
@NullMarked
package dev.almanac.core.spec;

import org.jspecify.annotations.NullMarked;
