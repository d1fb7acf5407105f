package dev.almanac.monitoring;

/**
 * Drift of one column from its reference.
 *
 * @param psi the population stability index over non-null values: Σ (q − p) ln(q / p), with p and q
 *     the shares of reference and current rows in each bin or level. Half a row is added to each
 *     count so that no share is 0. NaN if either side has no value
 * @param chance critical value of the index: its 0.999 quantile for two samples of the same
 *     distribution with these row counts. The index is then about (1/n + 1/m) χ² with one degree of
 *     freedom fewer than bins (B. Yurdakul, Statistical Properties of Population Stability Index,
 *     2018)
 * @param referenceNulls the share of nulls in the reference
 * @param nulls the current share of nulls
 * @param referenceRows rows of the reference
 * @param rows current rows
 */
public record FieldDrift(
    String name,
    double psi,
    double chance,
    double referenceNulls,
    double nulls,
    long referenceRows,
    long rows) {}
