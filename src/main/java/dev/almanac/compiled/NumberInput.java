package dev.almanac.compiled;

/** Reads an input that is given as a number. */
record NumberInput(int input, int register, NumberRule rule) implements Step {
  @Override
  public void run(VectorRegisters lanes) {
    rule.read(lanes, lanes.values[input], lanes.missing[input], register);
  }
}
