package dev.almanac.compiled;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Steps that compute one register from others. */
final class Derived {
  /** The result of an operation for a row that PMML rejects with an error. */
  static final double FAILED = NumberRule.FAILED;

  /** The effect of a missing operand. */
  enum Missing {
    /** The result is missing. */
    PASSES,
    /** The row fails. */
    FAILS
  }

  private Derived() {}

  static boolean isFailed(double value) {
    return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(FAILED);
  }

  /** A function of one number. The row fails where the result is NaN. */
  record Unary(int from, int to, Missing rule, DoubleUnaryOperator function) implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] values = lanes.values[from];
      double[] results = lanes.values[to];
      long missing = lanes.missing[from];
      long failed = lanes.failed[from] | (rule == Missing.FAILS ? missing : 0);
      for (int row = 0; row < lanes.rows; row++) {
        double result = function.applyAsDouble(values[row]) + 0.0;
        results[row] = result;
        failed |= Double.isNaN(result) ? ~missing & 1L << row : 0;
      }
      lanes.missing[to] = missing;
      lanes.failed[to] = failed & lanes.live;
      Derived.blank(results, missing, lanes.rows);
    }
  }

  /** A function of two numbers. The row fails where the result is NaN. */
  record Binary(int left, int right, int to, Missing rule, DoubleBinaryOperator function)
      implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] lefts = lanes.values[left];
      double[] rights = lanes.values[right];
      double[] results = lanes.values[to];
      long missing = (lanes.missing[left] | lanes.missing[right]) & lanes.live;
      long failed =
          lanes.failed[left] | lanes.failed[right] | (rule == Missing.FAILS ? missing : 0);
      for (int row = 0; row < lanes.rows; row++) {
        double result = function.applyAsDouble(lefts[row], rights[row]) + 0.0;
        results[row] = result;
        failed |= Double.isNaN(result) ? ~missing & 1L << row : 0;
      }
      lanes.missing[to] = missing;
      lanes.failed[to] = failed & lanes.live;
      Derived.blank(results, missing, lanes.rows);
    }
  }

  /** A function of a number whose result can be missing or make the row fail. */
  record Partial(int from, int to, double whenMissing, DoubleUnaryOperator function)
      implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] values = lanes.values[from];
      double[] results = lanes.values[to];
      long nulls = lanes.missing[from];
      long missing = 0;
      long failed = lanes.failed[from];
      for (int row = 0; row < lanes.rows; row++) {
        double result =
            (nulls >>> row & 1) != 0
                ? whenMissing
                : (failed >>> row & 1) != 0 ? Double.NaN : function.applyAsDouble(values[row]);
        results[row] = result;
        if (Double.isNaN(result)) {
          failed |= isFailed(result) ? 1L << row : 0;
          missing |= isFailed(result) ? 0 : 1L << row;
        }
      }
      lanes.missing[to] = missing;
      lanes.failed[to] = failed;
    }
  }

  /** A condition as a register: 1 or 0. */
  record Truth(Condition test, int to, Missing rule) implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      long truth = test.truth(lanes);
      long unknown = test.unknown(lanes);
      long failed = rule == Missing.FAILS ? unknown : 0;
      for (Value value : test.looksAt()) {
        failed |= lanes.failed[value.register()];
      }
      double[] results = lanes.values[to];
      for (int row = 0; row < lanes.rows; row++) {
        results[row] = truth >>> row & 1;
      }
      lanes.missing[to] = unknown;
      lanes.failed[to] = failed & lanes.live;
      Derived.blank(results, unknown, lanes.rows);
    }
  }

  /** Selects one of two registers by a third, which is 1 or 0. */
  record Choice(int condition, int then, int otherwise, int to) implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] conditions = lanes.values[condition];
      double[] thens = lanes.values[then];
      double[] others = lanes.values[otherwise];
      double[] results = lanes.values[to];
      long truth = 0;
      for (int row = 0; row < lanes.rows; row++) {
        boolean is = conditions[row] == 1;
        truth |= is ? 1L << row : 0;
        results[row] = is ? thens[row] : others[row];
      }
      lanes.missing[to] =
          ((truth & lanes.missing[then]) | (~truth & lanes.missing[otherwise])) & lanes.live;
      lanes.failed[to] =
          (lanes.failed[condition]
                  | lanes.missing[condition]
                  | (truth & lanes.failed[then])
                  | (~truth & lanes.failed[otherwise]))
              & lanes.live;
    }
  }

  /** Replaces missing values of a register by a number. */
  record Coalesce(int from, int to, double instead) implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] values = lanes.values[from];
      double[] results = lanes.values[to];
      long missing = lanes.missing[from];
      for (int row = 0; row < lanes.rows; row++) {
        results[row] = (missing >>> row & 1) == 0 ? values[row] : instead;
      }
      lanes.missing[to] = 0;
      lanes.failed[to] = lanes.failed[from];
    }
  }

  /** Sets the results of missing rows to NaN. */
  static void blank(double[] results, long missing, int rows) {
    for (long left = missing; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      if (row >= rows) {
        return;
      }
      results[row] = Double.NaN;
    }
  }
}
