/**
 * Domain model: validated, immutable values and the error codes. Depends on the JDK only; every
 * package may import it.
 */
@NullMarked
package dev.almanac.core;

import org.jspecify.annotations.NullMarked;
