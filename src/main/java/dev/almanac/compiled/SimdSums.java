package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sums of leaf values for the rows of several batches, in the order of {@link SimdForest#place}.
 * Not thread-safe.
 */
abstract class SimdSums {
  private final int size;

  private SimdSums(int size) {
    this.size = size;
  }

  abstract void clear();

  /** Adds one of the values of a tree's leaves. */
  abstract void add(int number, int tree, byte[] low, byte[] high);

  /** Adds one of the values of the leaves of four trees with byte leaf indexes, tree by tree. */
  abstract void addFour(
      int number, int first, byte[] ones, byte[] twos, byte[] threes, byte[] fours);

  abstract double of(int number, int place);

  /**
   * Adds all values of one tree.
   *
   * @param high 0 for a tree whose leaf indexes fit in a byte
   */
  final void add(int tree, byte[] low, byte[] high) {
    for (int number = 0; number < size; number++) {
      add(number, tree, low, high);
    }
  }

  /** Adds all values of four trees with byte leaf indexes, tree by tree. */
  final void addFour(int first, byte[][] leaves) {
    for (int number = 0; number < size; number++) {
      addFour(number, first, leaves[0], leaves[1], leaves[2], leaves[3]);
    }
  }

  /** Creates the sums for one thread. */
  @FunctionalInterface
  interface Maker {
    SimdSums make();
  }

  /** Empty if sums are in floats and a leaf value is not a float. */
  static Optional<Maker> maker(List<double[]> leafValues, int size, boolean floats) {
    double[][][] numbers = new double[size][leafValues.size()][];
    for (int number = 0; number < size; number++) {
      for (int tree = 0; tree < leafValues.size(); tree++) {
        numbers[number][tree] = every(leafValues.get(tree), size, number);
      }
    }
    if (!floats) {
      return Optional.of(() -> new Doubles(numbers));
    }
    boolean exact =
        leafValues.stream()
            .flatMapToDouble(Arrays::stream)
            .allMatch(number -> Double.compare((float) number, number) == 0);
    float[][][] rounded =
        Arrays.stream(numbers)
            .map(trees -> Arrays.stream(trees).map(SimdSums::rounded).toArray(float[][]::new))
            .toArray(float[][][]::new);
    return exact ? Optional.of(() -> new Floats(rounded)) : Optional.empty();
  }

  private static double[] every(double[] leafValues, int size, int number) {
    double[] some = new double[leafValues.length / size];
    Arrays.setAll(some, leaf -> leafValues[leaf * size + number]);
    return some;
  }

  private static float[] rounded(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** In double precision. */
  private static final class Doubles extends SimdSums {
    private final double[][][] leafValues;
    private final double[][] sums;

    Doubles(double[][][] leafValues) {
      super(leafValues.length);
      this.leafValues = leafValues;
      this.sums = new double[leafValues.length][SimdForest.ROWS];
    }

    @Override
    void clear() {
      for (double[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    void add(int number, int tree, byte[] low, byte[] high) {
      double[] all = sums[number];
      double[] probabilities = leafValues[number][tree];
      for (int i = 0; i < SimdForest.ROWS; i++) {
        all[i] += probabilities[high[i] << 8 | (low[i] & 0xff)];
      }
    }

    @Override
    void addFour(int number, int first, byte[] ones, byte[] twos, byte[] threes, byte[] fours) {
      double[] all = sums[number];
      double[] one = leafValues[number][first];
      double[] two = leafValues[number][first + 1];
      double[] three = leafValues[number][first + 2];
      double[] four = leafValues[number][first + 3];
      for (int i = 0; i < SimdForest.ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    double of(int number, int place) {
      return sums[number][place];
    }
  }

  /**
   * In single precision. The sum of two floats is the same with and without an intermediate
   * rounding to double.
   */
  private static final class Floats extends SimdSums {
    private final float[][][] leafValues;
    private final float[][] sums;

    Floats(float[][][] leafValues) {
      super(leafValues.length);
      this.leafValues = leafValues;
      this.sums = new float[leafValues.length][SimdForest.ROWS];
    }

    @Override
    void clear() {
      for (float[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    void add(int number, int tree, byte[] low, byte[] high) {
      float[] all = sums[number];
      float[] probabilities = leafValues[number][tree];
      for (int i = 0; i < SimdForest.ROWS; i++) {
        all[i] += probabilities[high[i] << 8 | (low[i] & 0xff)];
      }
    }

    @Override
    void addFour(int number, int first, byte[] ones, byte[] twos, byte[] threes, byte[] fours) {
      float[] all = sums[number];
      float[] one = leafValues[number][first];
      float[] two = leafValues[number][first + 1];
      float[] three = leafValues[number][first + 2];
      float[] four = leafValues[number][first + 3];
      for (int i = 0; i < SimdForest.ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    double of(int number, int place) {
      return sums[number][place];
    }
  }
}
