package dev.almanac.compiled;

/** Reads an input that is given as a text. */
final class TextInput implements Step {
  private final int input;
  private final int register;

  /** For each text, its code, {@link Inputs#MISSING} or {@link Inputs#FAILED}. */
  private final int[] codes;

  /** The same for a missing text. */
  private final int missing;

  TextInput(int input, int register, int[] codes, int missing) {
    this.input = input;
    this.register = register;
    this.codes = codes;
    this.missing = missing;
  }

  @Override
  public void run(VectorRegisters lanes) {
    double[] from = lanes.values[input];
    double[] to = lanes.values[register];
    long nulls = lanes.missing[input];
    long absent = 0;
    long failed = 0;
    for (int row = 0; row < lanes.rows; row++) {
      int code = (nulls >>> row & 1) == 0 ? codes[(int) from[row]] : missing;
      if (code < 0) {
        absent |= code == Inputs.MISSING ? 1L << row : 0;
        failed |= code == Inputs.FAILED ? 1L << row : 0;
        to[row] = Double.NaN;
      } else {
        to[row] = code;
      }
    }
    lanes.missing[register] = absent;
    lanes.failed[register] = failed;
  }

  @Override
  public long bytes() {
    return 4L * codes.length;
  }
}
