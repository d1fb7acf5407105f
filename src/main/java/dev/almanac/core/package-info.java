/**
 * The words of the product: validated, immutable values and the error codes. JDK only; everything
 * may import it and it imports nothing.
 */
@NullMarked
package dev.almanac.core;

import org.jspecify.annotations.NullMarked;
