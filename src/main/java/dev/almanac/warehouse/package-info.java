/**
 * Publishes forecasts to Delta tables, one commit a run, and tells what was published. May import
 * core and data.
 */
@NullMarked
package dev.almanac.warehouse;

import org.jspecify.annotations.NullMarked;
