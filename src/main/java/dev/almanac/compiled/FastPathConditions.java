package dev.almanac.compiled;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The conditions under which the fast path of a forest is valid. The fast path omits tests that
 * almost always have the same result: that the second half of a split on a category is true where
 * the first is not, and that a value is present. Other rows take the full path.
 */
final class FastPathConditions {
  private final Map<Integer, BitSet> texts = new HashMap<>();
  private final Set<Integer> present = new HashSet<>();

  void exclude(Value value, BitSet codes) {
    texts.computeIfAbsent(value.register(), added -> new BitSet()).or(codes);
  }

  void requirePresent(Condition test) {
    for (Value value : test.looksAt()) {
      if (value.nullable()) {
        present.add(value.register());
      }
    }
  }

  boolean isEmpty() {
    return texts.isEmpty() && present.isEmpty();
  }

  /** The rows that violate the conditions, one bit per row. */
  long broken(VectorRegisters lanes) {
    long broken = 0;
    for (int register : present) {
      broken |= lanes.missing[register];
    }
    for (Map.Entry<Integer, BitSet> entry : texts.entrySet()) {
      double[] values = lanes.values[entry.getKey()];
      BitSet codes = entry.getValue();
      long there = ~lanes.missing[entry.getKey()] & ~lanes.failed[entry.getKey()];
      for (int row = 0; row < lanes.rows; row++) {
        broken |= (codes.get((int) values[row]) ? 1L : 0L) << row & there;
      }
    }
    return broken & lanes.live;
  }
}
