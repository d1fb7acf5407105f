/**
 * One page of HTML a version, for people: what it forecasts, what it is worth, what it saw and
 * where it comes from. Gets records and gives bytes; may import core only.
 */
@NullMarked
package dev.almanac.report;

import org.jspecify.annotations.NullMarked;
