/** Computes metrics of forecasts and checks them against gate rules. Imports core and data. */
@NullMarked
package dev.almanac.evaluation;

import org.jspecify.annotations.NullMarked;
