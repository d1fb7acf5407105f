package dev.almanac.core;

import java.util.List;

/**
 * What was found when one probe of rows was scored by the model as trained and by an exported form
 * of it.
 *
 * @param form the exported form, such as {@code pmml}
 * @param reference who gave the reference answers, such as {@code spark}
 * @param rows rows of the probe that both had to answer
 * @param edgeRows how many of them were made: a field null, a level unseen, an extreme number
 * @param largestDifference the largest |a - b| / max(1, |a|) over all numbers that came out
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
    long labelFlips,
    long refusals,
    double tolerance,
    List<String> examples) {
  /** Copies the examples. */
  public ParityCertificate {
    examples = List.copyOf(examples);
  }

  /** Whether the exported form means what was trained, as far as the probe can tell. */
  public boolean holds() {
    return rows > 0 && labelFlips == 0 && refusals == 0 && largestDifference <= tolerance;
  }
}
