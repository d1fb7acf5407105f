/**
 * PMML export of fitted pipelines, and scoring of PMML documents without Spark. The only package
 * that uses the JPMML converter and evaluator. May import core.
 */
@NullMarked
package dev.almanac.pmml;

import org.jspecify.annotations.NullMarked;
