package dev.almanac.monitoring;

/**
 * How far one column is from its reference.
 *
 * @param psi the population stability index over the values that are there: Σ (q − p) ln(q / p), p
 *     and q the shares of the reference and of now in each bin or level, half a row added to each
 *     so that none is 0; NaN where either side has no value
 * @param chance how large the index may be by chance alone, for so many rows on either side: the
 *     0.999 quantile. For two samples of one distribution it is about (1/n + 1/m) χ² with one
 *     degree of freedom less than there are bins (B. Yurdakul, Statistical Properties of Population
 *     Stability Index, 2018)
 * @param referenceNulls the share of nulls in the reference
 * @param nulls the share of nulls now
 * @param referenceRows rows of the reference
 * @param rows rows now
 */
public record FieldDrift(
    String name,
    double psi,
    double chance,
    double referenceNulls,
    double nulls,
    long referenceRows,
    long rows) {}
