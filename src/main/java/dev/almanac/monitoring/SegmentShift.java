package dev.almanac.monitoring;

/**
 * Change of a segment's mean forecast.
 *
 * @param segment the segment's value as text
 * @param by the change of the mean: for a probability the difference, for a number in standard
 *     deviations of the earlier forecasts
 */
public record SegmentShift(
    String segment, double before, double now, double by, long rowsBefore, long rowsNow) {}
