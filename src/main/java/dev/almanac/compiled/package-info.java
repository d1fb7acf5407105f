/**
 * A PMML document as arrays and kernels: compiled once, then scored in blocks of rows without an
 * object a row, or refused whole with the reason. Knows no Spark. Imports core and pmml.
 */
@NullMarked
package dev.almanac.compiled;

import org.jspecify.annotations.NullMarked;
