package dev.almanac.compiled;

import java.util.List;
import java.util.function.Supplier;

/** The steps that score a block, and what surrounds them. Immutable. */
record Program(
    List<String> inputs,
    List<Boolean> texts,
    List<String> labels,
    boolean tellsProbabilities,
    Words words,
    int registers,
    List<Supplier<Object>> scratch,
    List<Step> steps,
    List<Constant> constants,
    long modelBytes) {
  /** A register that never changes. */
  record Constant(int register, double value) {}

  boolean isText(int input) {
    return texts.get(input);
  }

  Lanes newLanes() {
    Lanes lanes =
        new Lanes(registers, labels.size(), scratch.stream().map(Supplier::get).toArray());
    for (Constant constant : constants) {
      java.util.Arrays.fill(lanes.values[constant.register()], constant.value());
      lanes.missing[constant.register()] = Double.isNaN(constant.value()) ? -1L : 0;
    }
    return lanes;
  }

  void begin(Lanes lanes, int rows) {
    lanes.begin(rows, inputs.size());
  }

  void run(Lanes lanes) {
    lanes.undecided = 0;
    lanes.nothing = 0;
    if (lanes.rows > 0) {
      for (Step step : steps) {
        step.run(lanes);
      }
    }
  }
}
