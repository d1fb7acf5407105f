/**
 * HTTP service: stored forecasts, predictions on demand, models and their history. Starts no Spark
 * and references no class of it. May import core, files, registry, lookup, pmml, compiled and
 * forecast.
 */
@NullMarked
package dev.almanac.service;

import org.jspecify.annotations.NullMarked;
