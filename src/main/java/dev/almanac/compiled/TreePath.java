package dev.almanac.compiled;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Facts that the splits above a tree node imply for a row that reaches it. Immutable. */
final class TreePath {
  static final TreePath START = new TreePath(Map.of(), Set.of());

  private final Map<Integer, BitSet> possible;
  private final Set<Integer> present;

  private TreePath(Map<Integer, BitSet> possible, Set<Integer> present) {
    this.possible = possible;
    this.present = present;
  }

  boolean canBeMissing(Value value) {
    return value.nullable() && !present.contains(value.register());
  }

  boolean canBeUnknown(Condition test) {
    return test.canBeUnknown() && test.looksAt().stream().anyMatch(this::canBeMissing);
  }

  /** The possible texts of a value here, unless it is missing; empty if any text is possible. */
  Optional<BitSet> possible(Value value) {
    BitSet narrowed = possible.get(value.register());
    return narrowed == null ? value.words() : Optional.of(narrowed);
  }

  /** The texts for which a test is true here; empty if they cannot be listed. */
  Optional<BitSet> hits(Condition.Member test) {
    if (test.in() && possible(test.value()).isEmpty()) {
      return Optional.of(test.codes());
    }
    return possible(test.value())
        .map(
            all -> {
              BitSet hits = (BitSet) all.clone();
              if (test.in()) {
                hits.and(test.codes());
              } else {
                hits.andNot(test.codes());
              }
              return hits;
            });
  }

  TreePath after(Condition test, boolean answer) {
    if (!(test instanceof Condition.Member member)) {
      return this;
    }
    Optional<BitSet> hits = hits(member);
    if (answer) {
      return hits.map(set -> with(member.value(), set)).orElse(this);
    }
    Optional<BitSet> all = possible(member.value());
    if (all.isEmpty() || hits.isEmpty()) {
      return this;
    }
    BitSet rest = (BitSet) all.get().clone();
    rest.andNot(hits.get());
    return with(member.value(), rest);
  }

  private TreePath with(Value value, BitSet texts) {
    Map<Integer, BitSet> narrowed = new HashMap<>(possible);
    narrowed.put(value.register(), texts);
    return new TreePath(narrowed, present);
  }

  /**
   * The path after a test was not unknown. A compound test can be known while a value is missing,
   * so it implies nothing about single values.
   */
  TreePath known(Condition test) {
    return test instanceof Condition.Compound ? this : present(test);
  }

  /** The path where all values that a test reads are present. */
  TreePath present(Condition test) {
    Set<Integer> more = new HashSet<>(present);
    test.looksAt().forEach(value -> more.add(value.register()));
    return new TreePath(possible, more);
  }
}
