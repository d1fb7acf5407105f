package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Result of a parity test: the trained model and an exported form score the same rows.
 *
 * @param form the exported form, such as {@code pmml}
 * @param reference the engine that gave the reference predictions, such as {@code spark}
 * @param rows rows of the test
 * @param edgeRows how many of them are generated edge cases: a null field, an unseen level, an
 *     extreme number
 * @param largestDifference the largest |a - b| / max(1, |a|) over all numeric outputs
 * @param outputs the largest differences of each numeric output, by name: {@code prediction} or
 *     {@code probability(label)}; empty in certificates of the first releases
 * @param labelFlips rows whose predicted labels differ
 * @param refusals rows that only one side scored, and rows for which either side returned NaN or an
 *     infinite number
 * @param tolerance the largest difference allowed
 * @param examples descriptions of some rows that differ; empty if none differs
 */
public record ParityCertificate(
    String form,
    String reference,
    long rows,
    long edgeRows,
    double largestDifference,
    Map<String, Difference> outputs,
    long labelFlips,
    long refusals,
    double tolerance,
    List<String> examples) {
  /**
   * The largest differences of one output.
   *
   * @param absolute the largest |a - b|
   * @param relative the largest |a - b| / max(1, |a|), which the tolerance limits
   */
  public record Difference(double absolute, double relative) {}

  /** Copies its parts. */
  public ParityCertificate {
    outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    examples = List.copyOf(examples);
  }

  /** Whether the exported form agrees with the trained model on all tested rows. */
  public boolean holds() {
    return rows > 0 && labelFlips == 0 && refusals == 0 && largestDifference <= tolerance;
  }
}
