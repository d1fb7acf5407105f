package dev.almanac.compiled;

/** Reads an input that is a number or a truth to the document and is given as a text. */
final class SpelledInput implements Step {
  private final int input;
  private final int register;

  /** What each known text spells; NaN for others, which may still spell a number. */
  private final double[] numbers;

  private final NumberRule rule;

  SpelledInput(int input, int register, double[] numbers, NumberRule rule) {
    this.input = input;
    this.register = register;
    this.numbers = numbers;
    this.rule = rule;
  }

  @Override
  public void run(Lanes lanes) {
    double[] from = lanes.values[input];
    double[] to = lanes.values[register];
    long nulls = lanes.missing[input];
    long missing = 0;
    long failed = 0;
    for (int row = 0; row < lanes.rows; row++) {
      double value =
          (nulls >>> row & 1) == 0 ? rule.read(numbers[(int) from[row]]) : rule.missing();
      to[row] = value;
      if (Double.isNaN(value)) {
        if (rule.isFailed(value)) {
          failed |= 1L << row;
        } else {
          missing |= 1L << row;
        }
      }
    }
    lanes.missing[register] = missing;
    lanes.failed[register] = failed;
  }
}
