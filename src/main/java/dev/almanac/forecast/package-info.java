/**
 * From the fields of a row to its forecast or the reason why there is none, whoever asks: the
 * checks of a row, which form of a model may be used, and what is decided. May import core, pmml
 * and compiled; knows no Spark.
 */
@NullMarked
package dev.almanac.forecast;

import org.jspecify.annotations.NullMarked;
