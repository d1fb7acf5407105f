/**
 * Spark scoring of tables: the engines, the row check on columns, and the parity comparison of
 * engines. May import core, data, forecast, compiled and pmml.
 */
@NullMarked
package dev.almanac.scoring;

import org.jspecify.annotations.NullMarked;
