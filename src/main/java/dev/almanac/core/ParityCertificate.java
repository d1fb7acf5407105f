package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found when one probe of rows was scored by the model as trained and by an exported form
 * of it.
 *
 * @param form the exported form, such as {@code pmml}
 * @param reference who gave the reference answers, such as {@code spark}
 * @param rows rows of the probe that both had to answer
 * @param edgeRows how many of them were made: a field null, a level unseen, an extreme number
 * @param largestDifference the largest |a - b| / max(1, |a|) over all numbers that came out
 * @param outputs the largest differences of each number that comes out, by its name: {@code
 *     prediction} or {@code probability(label)}; empty in what the first releases wrote
 * @param labelFlips rows with another predicted label
 * @param refusals rows that one side answered and the other did not, and rows that either side
 *     answered with a number that is NaN or infinite
 * @param tolerance the largest difference that was allowed
 * @param examples a few of the rows that differ, told for people; empty when none does
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
   * How far the answers for one output lay apart at most.
   *
   * @param absolute the largest |a - b|
   * @param relative the largest |a - b| / max(1, |a|), which the tolerance bounds
   */
  public record Difference(double absolute, double relative) {}

  /** Copies its parts. */
  public ParityCertificate {
    outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    examples = List.copyOf(examples);
  }

  /** Whether the exported form means what was trained, as far as the probe can tell. */
  public boolean holds() {
    return rows > 0 && labelFlips == 0 && refusals == 0 && largestDifference <= tolerance;
  }
}
