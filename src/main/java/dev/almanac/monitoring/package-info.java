/**
 * Profiles, which are distributions of a version's inputs and forecasts at training time stored as
 * JSON, and drift from them. May import core and data.
 */
@NullMarked
package dev.almanac.monitoring;

import org.jspecify.annotations.NullMarked;
