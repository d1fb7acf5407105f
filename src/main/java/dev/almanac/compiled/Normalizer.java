package dev.almanac.compiled;

/** How the sums of several labels become probabilities. */
record Normalizer(Kind kind, Link link) {
  /** What the probabilities have to do with each other. */
  enum Kind {
    /** The second is what the first leaves of 1. */
    FIRST_AND_REST,
    /** The last is what the others leave of 1. */
    LAST_IS_REST,
    /** Each is its share of the sum. */
    SHARES,
    SOFTMAX,
    /** Each but the last is how much the link grows from one label to the next. */
    CUMULATIVE
  }

  /**
   * Works on the sums of one row.
   *
   * @return false if there is no telling
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
