package dev.almanac.compiled;

import java.util.List;
import java.util.function.Supplier;

/** The steps that score a batch, with the sizes of their buffers. Immutable. */
record Program(
    List<String> inputs,
    List<Boolean> texts,
    List<String> labels,
    boolean hasProbabilities,
    StringDictionary words,
    int registers,
    List<Supplier<Object>> scratch,
    List<Supplier<Object>> shared,
    List<Step> steps,
    List<Constant> constants,
    long modelBytes) {
  /** 8 MB of numbers in eight batches. */
  private static final int MOST_REGISTERS = 2_048;

  /** A register that never changes. */
  record Constant(int register, double value) {}

  boolean isText(int input) {
    return texts.get(input);
  }

  /**
   * The number of batches to score at once: one if no step gains from more, or if the registers of
   * one batch already fill the processor's caches.
   */
  int blocksAtOnce() {
    return registers <= MOST_REGISTERS && steps.stream().anyMatch(Step::isWide)
        ? SimdForest.BLOCKS
        : 1;
  }

  /** The objects that several batches share. */
  Object[] newShared() {
    return shared.stream().map(Supplier::get).toArray();
  }

  VectorRegisters newLanes() {
    VectorRegisters lanes =
        new VectorRegisters(
            registers, labels.size(), scratch.stream().map(Supplier::get).toArray());
    for (Constant constant : constants) {
      java.util.Arrays.fill(lanes.values[constant.register()], constant.value());
      lanes.missing[constant.register()] = Double.isNaN(constant.value()) ? -1L : 0;
    }
    return lanes;
  }

  void begin(VectorRegisters lanes, int rows) {
    lanes.begin(rows, inputs.size());
  }

  void run(VectorRegisters lanes) {
    lanes.clear();
    if (lanes.rows > 0) {
      for (Step step : steps) {
        step.run(lanes);
      }
    }
  }

  /** Scores several batches, none of which is empty. */
  void run(VectorRegisters[] blocks, int count) {
    for (int i = 0; i < count; i++) {
      blocks[i].clear();
    }
    for (Step step : steps) {
      step.run(blocks, count);
    }
  }
}
