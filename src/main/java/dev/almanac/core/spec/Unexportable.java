package dev.almanac.core.spec;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Features of Spark that cannot be exported to PMML, with the reason and an alternative. The list
 * is of the converter (jpmml-sparkml 3.2.0), verified one by one. The converter fails only after
 * training, so these features are refused before.
 */
public final class Unexportable {
  private static final String QUERY = "; compute it in the job's query";

  private static final Map<String, String> ALGORITHMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("one-vs-rest", "use logistic-regression, which does many labels itself"),
              Map.entry("bisecting-kmeans", "use kmeans"),
              Map.entry("gaussian-mixture", "use kmeans"),
              Map.entry("lda", "use features.text with a classifier or kmeans"),
              Map.entry("power-iteration-clustering", "use kmeans"),
              Map.entry("fm-classifier", "use features.interactions with logistic-regression"),
              Map.entry("fm-regressor", "use features.interactions with linear-regression"),
              Map.entry("aft-survival-regression", "use glm with family = gamma and link = log"),
              Map.entry("isotonic-regression", "use decision-tree on the one feature"),
              Map.entry("als", "use factors computed beforehand as features of a regression"),
              Map.entry(
                  "fp-growth",
                  "its rules forecast baskets of items rather than one value a row, which no forecast table holds; use a classification of one item"),
              Map.entry("prefix-span", "use a classification of the next item")));

  private static final Map<String, String> FEATURES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("normalizer", "divides each row by its norm" + QUERY),
              Map.entry("robust-scaler", "use scale = standard, or clip outliers first"),
              Map.entry(
                  "polynomial-expansion", "use features.interactions, or powers in the query"),
              Map.entry("elementwise-product", "a constant factor changes no model" + QUERY),
              Map.entry("feature-hasher", "use features.categorical with rare levels grouped"),
              Map.entry("hashing-tf", "use features.text, whose vocabulary names each term"),
              Map.entry("word2vec", "use features.text, which counts terms"),
              Map.entry("dct", "a cosine transform of a row" + QUERY),
              Map.entry("variance-threshold-selector", "leave constant features out of the job"),
              Map.entry("univariate-feature-selector", "name the features that matter"),
              Map.entry("chi-sq-selector", "name the features that matter"),
              Map.entry(
                  "target-encoder", "write the rate of each level in the query, as of before"),
              Map.entry("bucketed-random-projection-lsh", "leave it out"),
              Map.entry("min-hash-lsh", "leave it out")));

  private Unexportable() {}

  /** Advice for a Spark algorithm that cannot be exported; empty for others. */
  public static Optional<String> algorithm(String name) {
    return Optional.ofNullable(ALGORITHMS.get(name));
  }

  /** Advice for a Spark transformer that cannot be exported; empty for others. */
  public static Optional<String> feature(String name) {
    return Optional.ofNullable(FEATURES.get(name));
  }

  /** All algorithms of the list with their advice. */
  public static Map<String, String> algorithms() {
    return Map.copyOf(ALGORITHMS);
  }

  /** All transformers of the list with their advice. */
  public static Map<String, String> features() {
    return Map.copyOf(FEATURES);
  }
}
