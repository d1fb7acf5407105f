/**
 * Models as PMML: written from a fitted pipeline, and read back and scored without Spark. The only
 * place that knows the JPMML libraries. Imports core.
 */
@NullMarked
package dev.almanac.pmml;

import org.jspecify.annotations.NullMarked;
