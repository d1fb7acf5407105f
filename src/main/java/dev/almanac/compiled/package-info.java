/**
 * Compiles a PMML document into arrays and kernels, and scores batches of rows without allocation
 * per row. A document with an unsupported feature is refused as a whole, with the reason. May
 * import core and pmml; does not depend on Spark.
 */
@NullMarked
package dev.almanac.compiled;

import org.jspecify.annotations.NullMarked;
