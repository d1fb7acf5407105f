/** Looks up stored forecasts by key, without Spark. May import core. */
@NullMarked
package dev.almanac.lookup;

import org.jspecify.annotations.NullMarked;
