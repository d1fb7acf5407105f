/**
 * From a specification and a table to a fitted pipeline. The only place that knows Spark's
 * estimators. Imports core and data.
 */
@NullMarked
package dev.almanac.training;

import org.jspecify.annotations.NullMarked;
