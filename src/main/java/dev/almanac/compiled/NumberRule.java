package dev.almanac.compiled;

import org.dmg.pmml.DataType;

/** Treatment of missing, invalid and outlying numbers of an input. */
final class NumberRule {
  private final DataType type;

  /** If not empty, all valid numbers. */
  private final double[] valid;

  private final double[] invalidOnes;
  private final double[] missingOnes;

  /** If not empty, the intervals of the valid numbers, see {@link Ranges}. */
  private final double[] ranges;

  /** Whether a missing number makes the row fail. */
  private final boolean refusesMissing;

  /** The replacement of a missing number; NaN for none. */
  private final double replacement;

  /** The treatment of an invalid number. */
  private final Invalid invalid;

  /** The replacement of an invalid number. */
  private final double invalidReplacement;

  /** Whether the bounds for outliers apply. */
  private final boolean outliers;

  /** Whether outliers become missing instead of being clamped to the bounds. */
  private final boolean outliersMissing;

  private final double low;
  private final double high;

  NumberRule(
      DataType type,
      double[] valid,
      double[] invalidOnes,
      double[] missingOnes,
      double[] ranges,
      boolean refusesMissing,
      double replacement,
      Invalid invalid,
      double invalidReplacement,
      boolean outliers,
      boolean outliersMissing,
      double low,
      double high) {
    this.type = type;
    this.valid = valid;
    this.invalidOnes = invalidOnes;
    this.missingOnes = missingOnes;
    this.ranges = ranges;
    this.refusesMissing = refusesMissing;
    this.replacement = replacement;
    this.invalid = invalid;
    this.invalidReplacement = invalidReplacement;
    this.outliers = outliers;
    this.outliersMissing = outliersMissing;
    this.low = low;
    this.high = high;
  }

  /** Treatment of an invalid number. */
  enum Invalid {
    FAILS,
    IS_MISSING,
    STAYS,
    IS_REPLACED
  }

  /** Value of a row that PMML rejects or that is undecided; a NaN with its own bit pattern. */
  static final double FAILED = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);

  boolean nullable() {
    return Double.isNaN(replacement)
        && (!refusesMissing || invalid == Invalid.IS_MISSING || outliersMissing);
  }

  /** Whether an invalid number can reach the model. */
  boolean keepsInvalid() {
    return invalid == Invalid.STAYS && (valid.length + invalidOnes.length + ranges.length > 0);
  }

  /** Whether every number of the type is unchanged. */
  boolean isPlain() {
    return valid.length + invalidOnes.length + missingOnes.length + ranges.length == 0 && !outliers;
  }

  boolean isFailed(double value) {
    return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(FAILED);
  }

  double missing() {
    return refusesMissing ? FAILED : replacement;
  }

  /**
   * Reads a number for each row into a register.
   *
   * @param given the numbers; may be the register's own array
   * @param nulls the rows without a number, one bit per row
   */
  void read(VectorRegisters lanes, double[] given, long nulls, int register) {
    double[] to = lanes.values[register];
    double instead = missing();
    long missing = 0;
    long failed = 0;
    for (int row = 0; row < lanes.rows; row++) {
      double value = (nulls >>> row & 1) == 0 ? read(given[row]) : instead;
      to[row] = value;
      if (Double.isNaN(value)) {
        if (isFailed(value)) {
          failed |= 1L << row;
        } else {
          missing |= 1L << row;
        }
      }
    }
    lanes.missing[register] = missing;
    lanes.failed[register] = failed;
  }

  /**
   * The number that the model receives.
   *
   * @return NaN if it is missing, {@link #FAILED} if the row fails
   */
  double read(double given) {
    if (Double.isNaN(given)) {
      return FAILED;
    }
    double value = Target.round(given, type == DataType.FLOAT) + 0.0;
    switch (type) {
      case INTEGER -> {
        if (!Types.isWhole(value)) {
          return FAILED;
        }
      }
      case BOOLEAN -> {
        if (value != 0 && value != 1) {
          return FAILED;
        }
      }
      default -> {}
    }
    return isPlain() ? value : checked(value);
  }

  private double checked(double value) {
    if (contains(missingOnes, value)) {
      return missing();
    }
    boolean listed = valid.length > 0 && contains(valid, value);
    boolean good =
        listed
            || (valid.length == 0
                && !contains(invalidOnes, value)
                && (ranges.length == 0 || Ranges.find(ranges, value) >= 0));
    if (!good) {
      return switch (invalid) {
        case FAILS -> FAILED;
        case IS_MISSING -> replacement;
        case STAYS -> value;
        case IS_REPLACED -> invalidReplacement;
      };
    }
    if (outliers && (value < low || value > high)) {
      return outliersMissing ? replacement : value < low ? low : high;
    }
    return value;
  }

  private static boolean contains(double[] numbers, double value) {
    for (double number : numbers) {
      if (number == value) {
        return true;
      }
    }
    return false;
  }
}
