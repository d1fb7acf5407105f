/**
 * From forecasts and the truth to measures, and from measures to a verdict. Imports core and data.
 */
@NullMarked
package dev.almanac.evaluation;

import org.jspecify.annotations.NullMarked;
