/**
 * A model and rows become forecasts and rejects: the engines, the check of rows that those on
 * columns share, and the probe that shows that two of them mean the same. May import core, data and
 * pmml.
 */
@NullMarked
package dev.almanac.scoring;

import org.jspecify.annotations.NullMarked;
