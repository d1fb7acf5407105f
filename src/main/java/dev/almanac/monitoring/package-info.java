/**
 * Profiles: how every input of a version and its forecasts were distributed when it was made,
 * worked out and kept as JSON. May import core and data.
 */
@NullMarked
package dev.almanac.monitoring;

import org.jspecify.annotations.NullMarked;
