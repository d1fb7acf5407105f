/**
 * Scoring of rows for batch jobs and the service: row checks, selection of the engine, and
 * decisions. May import core, pmml and compiled; does not depend on Spark.
 */
@NullMarked
package dev.almanac.forecast;

import org.jspecify.annotations.NullMarked;
