package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.List;

/**
 * Compiles the last step, which writes the model's answer in the order of the signature's labels.
 */
final class Answers {
  private Answers() {}

  /**
   * Adds the last step.
   *
   * @param labels the labels of the signature; empty for a number
   * @return whether there are probabilities
   */
  static boolean compile(Compiler compiler, Result result, List<String> labels) {
    if (result instanceof Result.Numeric number) {
      if (!labels.isEmpty()) {
        throw new UnsupportedException("a number as the answer where a label is wanted");
      }
      compiler.add(words -> new NumberAnswer(number.register()));
      return false;
    }
    Result.Label label = (Result.Label) result;
    if (labels.isEmpty()) {
      throw new UnsupportedException("a label as the answer where a number is wanted");
    }
    int[] places = label.labels().stream().mapToInt(labels::indexOf).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        throw new UnsupportedException(
            "the label '%s', which the signature %s does not have"
                .formatted(Text.printable(label.labels().get(i)), labels));
      }
    }
    int[] probabilities = label.probabilities().stream().mapToInt(Integer::intValue).toArray();
    compiler.add(words -> new LabelAnswer(label.register(), probabilities, places, labels.size()));
    return probabilities.length > 0;
  }

  /** Writes a number. NaN is an undecided row. */
  private record NumberAnswer(int register) implements Step {
    @Override
    public void run(VectorRegisters lanes) {
      double[] values = lanes.values[register];
      long nothing = lanes.missing[register];
      long undecided = lanes.failed[register];
      for (int row = 0; row < lanes.rows; row++) {
        double value = values[row];
        lanes.numbers[row] = value;
        if (Double.isNaN(value) && (nothing >>> row & 1) == 0) {
          undecided |= 1L << row;
        }
      }
      lanes.nothing = nothing & lanes.live;
      lanes.undecided = undecided & lanes.live;
    }
  }

  /** Writes a label and its probabilities, by the signature's indexes of the labels. */
  private static final class LabelAnswer implements Step {
    private final int register;
    private final int[] probabilities;
    private final int[] places;
    private final int count;

    LabelAnswer(int register, int[] probabilities, int[] places, int count) {
      this.register = register;
      this.probabilities = probabilities;
      this.places = places;
      this.count = count;
    }

    @Override
    public void run(VectorRegisters lanes) {
      double[] winners = lanes.values[register];
      long nothing = lanes.missing[register];
      long undecided = lanes.failed[register];
      for (int row = 0; row < lanes.rows; row++) {
        lanes.labels[row] =
            (nothing | undecided) >>> row << 63 == 0 ? places[(int) winners[row]] : 0;
      }
      if (probabilities.length > 0) {
        if (probabilities.length < count) {
          java.util.Arrays.fill(lanes.probabilities, 0);
        }
        for (int i = 0; i < probabilities.length; i++) {
          double[] from = lanes.values[probabilities[i]];
          int place = places[i];
          for (int row = 0; row < lanes.rows; row++) {
            double probability = from[row];
            lanes.probabilities[row * count + place] = probability;
            if (Double.isNaN(probability) && (nothing >>> row & 1) == 0) {
              undecided |= 1L << row;
            }
          }
        }
      }
      lanes.nothing = nothing & lanes.live;
      lanes.undecided = undecided & lanes.live;
    }
  }
}
