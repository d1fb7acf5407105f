/**
 * HTML report of a model version: metrics, profiles, gate results and provenance on one page.
 * Renders records to bytes; may import {@code core} only.
 */
@NullMarked
package dev.almanac.report;

import org.jspecify.annotations.NullMarked;
