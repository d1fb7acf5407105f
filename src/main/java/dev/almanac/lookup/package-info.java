/** Finds one forecast by its key, without Spark. May import core. */
@NullMarked
package dev.almanac.lookup;

import org.jspecify.annotations.NullMarked;
