package dev.almanac.compiled;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What rows must be like for the short form of a forest, which leaves out questions whose answer is
 * nearly always clear: that the other half of a split on a category is true where the first is not,
 * and that a value is there. Other rows are walked through the long form.
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

  /** The rows that are not like that, one bit a row. */
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
