package dev.almanac.compiled;

/**
 * Reads an input that the document declares as a number or boolean, and that is given as a text.
 */
final class ParsedInput implements Step {
  private final int input;
  private final int register;

  /**
   * The value that each known text represents; NaN for other texts, which may still represent a
   * number.
   */
  private final double[] numbers;

  private final NumberRule rule;

  ParsedInput(int input, int register, double[] numbers, NumberRule rule) {
    this.input = input;
    this.register = register;
    this.numbers = numbers;
    this.rule = rule;
  }

  @Override
  public void run(VectorRegisters lanes) {
    double[] from = lanes.values[input];
    double[] to = lanes.values[register];
    for (int row = 0; row < lanes.rows; row++) {
      to[row] = numbers[(int) from[row]];
    }
    rule.read(lanes, to, lanes.missing[input], register);
  }
}
