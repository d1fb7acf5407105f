package dev.almanac.training;

import java.util.List;

/**
 * Vocabulary of a text feature.
 *
 * @param terms terms by number of words, from one; each list in descending order of training rows
 */
record TextFit(List<List<String>> terms) {
  /** Copies the lists. */
  TextFit {
    terms = terms.stream().map(List::copyOf).toList();
  }

  /** All terms, sorted. */
  List<String> sorted() {
    return terms.stream().flatMap(List::stream).sorted().toList();
  }
}
