package dev.almanac.compiled;

/** Converts the linear sums of several labels to probabilities. */
record Normalizer(Kind kind, Link link) {
  /** Normalization method. */
  enum Kind {
    /** The first is the link of its sum; the second is 1 minus the first. */
    FIRST_AND_REST,
    /** The last is 1 minus the sum of the others. */
    LAST_IS_REST,
    /** The link of each sum, divided by their total. */
    SHARES,
    SOFTMAX,
    /** Each but the last is the difference of the link between consecutive labels. */
    CUMULATIVE
  }

  /**
   * Normalizes the sums of one row in place.
   *
   * @return false if the result is undecided
   */
  boolean apply(double[] numbers, int count, boolean floats) {
    switch (kind) {
      case FIRST_AND_REST -> {
        numbers[0] = link.apply(numbers[0], floats);
        numbers[1] = Target.round(1 - numbers[0], floats);
        return true;
      }
      case LAST_IS_REST -> {
        double sum = numbers[0];
        for (int i = 1; i < count - 1; i++) {
          sum = Target.round(sum + numbers[i], floats);
        }
        numbers[count - 1] = Target.round(1 - sum, floats);
        return true;
      }
      case SHARES -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = link.apply(numbers[i], floats);
        }
        return FloatMath.shares(numbers, count, floats);
      }
      case SOFTMAX -> {
        return FloatMath.softmax(numbers, count, floats);
      }
      case CUMULATIVE -> {
        cumulative(numbers, count, floats);
        return true;
      }
    }
    return false;
  }

  private void cumulative(double[] numbers, int count, boolean floats) {
    double sum = link.apply(numbers[0], floats);
    numbers[0] = sum;
    for (int i = 1; i < count - 1; i++) {
      numbers[i] = Target.round(link.apply(numbers[i], floats) - sum, floats);
      sum = Target.round(sum + numbers[i], floats);
    }
    numbers[count - 1] = Target.round(1 - sum, floats);
  }
}
