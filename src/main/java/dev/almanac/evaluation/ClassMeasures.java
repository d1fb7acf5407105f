package dev.almanac.evaluation;

import dev.almanac.core.Evaluation;
import java.util.Optional;

/** Adds up groups of classified rows. One use, one thread. */
interface ClassMeasures {
  /**
   * Some rows that agree. Groups come by falling probability.
   *
   * @param decided empty where the decision abstained
   * @param probability of the positive label (binary) or of the actual one (multi-class)
   */
  void add(String actual, Optional<String> decided, double probability, long rows);

  /** What the rows amount to. */
  Evaluation evaluation();
}
