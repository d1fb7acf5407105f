package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A predicate over registers: true, false or unknown for each row. Immutable. */
sealed interface Condition {
  /** The rows for which it is true, one bit per row. */
  long truth(VectorRegisters lanes);

  /** The rows for which it is unknown because a value is missing, one bit per row. */
  long unknown(VectorRegisters lanes);

  /** The values that it reads. */
  List<Value> looksAt();

  /** Whether it can be unknown. */
  default boolean canBeUnknown() {
    return looksAt().stream().anyMatch(Value::nullable);
  }

  /** The same for every row. */
  record Always(boolean is) implements Condition {
    @Override
    public long truth(VectorRegisters lanes) {
      return is ? lanes.live : 0;
    }

    @Override
    public long unknown(VectorRegisters lanes) {
      return 0;
    }

    @Override
    public List<Value> looksAt() {
      return List.of();
    }
  }

  /** A test of one value; unknown where the value is missing. */
  sealed interface OfValue extends Condition {
    /** The value that it tests. */
    Value value();

    @Override
    default long unknown(VectorRegisters lanes) {
      return lanes.missing[value().register()];
    }

    @Override
    default List<Value> looksAt() {
      return List.of(value());
    }
  }

  /**
   * Whether a number is at most a limit, or above it.
   *
   * @param atMost whether it is true at most the limit
   */
  record Order(Value value, double limit, boolean atMost) implements OfValue {
    @Override
    public long truth(VectorRegisters lanes) {
      double[] values = lanes.values[value.register()];
      long found = 0;
      for (int row = 0; row < lanes.rows; row++) {
        found |= (values[row] <= limit ? 1L : 0L) << row;
      }
      return (atMost ? found : ~found & lanes.live) & ~unknown(lanes);
    }
  }

  /** Whether a text is in a set, or is not. */
  record Member(Value value, BitSet codes, boolean in) implements OfValue {
    @Override
    public long truth(VectorRegisters lanes) {
      double[] values = lanes.values[value.register()];
      long found = 0;
      for (int row = 0; row < lanes.rows; row++) {
        found |= (codes.get((int) values[row]) ? 1L : 0L) << row;
      }
      return (in ? found : ~found & lanes.live) & ~unknown(lanes);
    }
  }

  /** Whether a number is in a set, or is not. */
  record Among(Value value, List<Double> numbers, boolean in) implements OfValue {
    @Override
    public long truth(VectorRegisters lanes) {
      double[] values = lanes.values[value.register()];
      long found = 0;
      for (double number : numbers) {
        for (int row = 0; row < lanes.rows; row++) {
          found |= (values[row] == number ? 1L : 0L) << row;
        }
      }
      return (in ? found : ~found & lanes.live) & ~unknown(lanes);
    }
  }

  /** Whether a value is missing, or is not. */
  record Missing(Value value, boolean is) implements Condition {
    @Override
    public long truth(VectorRegisters lanes) {
      long missing = lanes.missing[value.register()];
      return (is ? missing : ~missing) & lanes.live;
    }

    @Override
    public long unknown(VectorRegisters lanes) {
      return 0;
    }

    @Override
    public List<Value> looksAt() {
      return List.of(value);
    }

    @Override
    public boolean canBeUnknown() {
      return false;
    }
  }

  /** Whether another condition is unknown. */
  record Unknown(Condition test) implements Condition {
    @Override
    public long truth(VectorRegisters lanes) {
      return test.unknown(lanes) & lanes.live;
    }

    @Override
    public long unknown(VectorRegisters lanes) {
      return 0;
    }

    @Override
    public List<Value> looksAt() {
      return test.looksAt();
    }

    @Override
    public boolean canBeUnknown() {
      return false;
    }
  }

  /** Boolean operator of a compound condition. */
  enum Join {
    AND,
    OR,
    XOR,
    SURROGATE
  }

  /** Combines several conditions by a boolean operator. */
  record Compound(Join join, List<Condition> parts) implements Condition {
    @Override
    public long truth(VectorRegisters lanes) {
      return either(lanes, true);
    }

    @Override
    public long unknown(VectorRegisters lanes) {
      return either(lanes, false);
    }

    private long either(VectorRegisters lanes, boolean wantsTruth) {
      long truth = parts.get(0).truth(lanes);
      long unknown = parts.get(0).unknown(lanes);
      for (Condition part : parts.subList(1, parts.size())) {
        long nextTruth = part.truth(lanes);
        long nextUnknown = part.unknown(lanes);
        switch (join) {
          case AND -> {
            long isFalse = (~truth & ~unknown) | (~nextTruth & ~nextUnknown);
            truth &= nextTruth;
            unknown = (unknown | nextUnknown) & ~isFalse;
          }
          case OR -> {
            truth |= nextTruth;
            unknown = (unknown | nextUnknown) & ~truth;
          }
          case XOR -> {
            unknown |= nextUnknown;
            truth = (truth ^ nextTruth) & ~unknown;
          }
          case SURROGATE -> {
            truth |= unknown & nextTruth;
            unknown &= nextUnknown;
          }
        }
      }
      return (wantsTruth ? truth : unknown) & lanes.live;
    }

    @Override
    public List<Value> looksAt() {
      List<Value> all = new ArrayList<>();
      parts.forEach(part -> all.addAll(part.looksAt()));
      return all;
    }
  }
}
