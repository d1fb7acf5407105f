/**
 * Specifications of jobs and the platform, as validated, immutable values. Constructors perform the
 * same checks as for a configuration file.
 */
@NullMarked
package dev.almanac.core.spec;

import org.jspecify.annotations.NullMarked;
