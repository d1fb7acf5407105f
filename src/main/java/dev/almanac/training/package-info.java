/**
 * Fits pipelines from a specification and a table. The only package that uses Spark's estimators.
 * Imports core and data.
 */
@NullMarked
package dev.almanac.training;

import org.jspecify.annotations.NullMarked;
