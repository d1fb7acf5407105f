package dev.almanac.training;

import java.util.List;

/**
 * The terms of a text that a model counts.
 *
 * @param terms by how many words they have, from one on; in each list those of most training rows
 *     first
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
