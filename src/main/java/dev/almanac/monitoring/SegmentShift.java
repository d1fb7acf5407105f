package dev.almanac.monitoring;

/**
 * The mean forecast of one value of a column, then and now.
 *
 * @param segment the value in words
 * @param by how far the mean moved: a probability as it is, a number in standard deviations of then
 */
public record SegmentShift(
    String segment, double before, double now, double by, long rowsBefore, long rowsNow) {}
