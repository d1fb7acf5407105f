/**
 * Publishes forecasts to Delta tables, one commit per run, and reads the publication history. May
 * import core and data.
 */
@NullMarked
package dev.almanac.warehouse;

import org.jspecify.annotations.NullMarked;
