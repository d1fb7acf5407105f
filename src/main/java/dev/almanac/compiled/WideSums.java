package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sums of what trees tell the rows of several blocks, in the order of {@link WideForest#place}.
 * For one thread.
 */
sealed interface WideSums {
  void clear();

  /** Adds what one tree tells. */
  void add(int tree, byte[] leaves);

  /** The same of a deep tree, whose leaves are told in two bytes. */
  void add(int tree, byte[] low, byte[] high);

  /** Adds what four trees tell, one after the other. */
  void addFour(int first, byte[][] leaves);

  double of(int number, int place);

  /** Makes them for a thread. */
  @FunctionalInterface
  interface Maker {
    WideSums make();
  }

  /** Empty where floats are wanted and a leaf tells a number that is none. */
  static Optional<Maker> maker(List<double[]> told, int size, boolean floats) {
    double[][][] numbers = new double[size][told.size()][];
    for (int number = 0; number < size; number++) {
      for (int tree = 0; tree < told.size(); tree++) {
        numbers[number][tree] = every(told.get(tree), size, number);
      }
    }
    if (!floats) {
      return Optional.of(() -> new Doubles(numbers));
    }
    boolean exact =
        told.stream()
            .flatMapToDouble(Arrays::stream)
            .allMatch(number -> Double.compare((float) number, number) == 0);
    float[][][] rounded =
        Arrays.stream(numbers)
            .map(trees -> Arrays.stream(trees).map(WideSums::rounded).toArray(float[][]::new))
            .toArray(float[][][]::new);
    return exact ? Optional.of(() -> new Floats(rounded)) : Optional.empty();
  }

  private static double[] every(double[] told, int size, int number) {
    double[] some = new double[told.length / size];
    Arrays.setAll(some, leaf -> told[leaf * size + number]);
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
  final class Doubles implements WideSums {
    private final double[][][] told;
    private final double[][] sums;

    Doubles(double[][][] told) {
      this.told = told;
      this.sums = new double[told.length][WideForest.ROWS];
    }

    @Override
    public void clear() {
      for (double[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    public void add(int tree, byte[] leaves) {
      for (int number = 0; number < sums.length; number++) {
        double[] all = sums[number];
        double[] tells = told[number][tree];
        for (int i = 0; i < WideForest.ROWS; i++) {
          all[i] += tells[leaves[i] & 0xff];
        }
      }
    }

    @Override
    public void add(int tree, byte[] low, byte[] high) {
      for (int number = 0; number < sums.length; number++) {
        double[] all = sums[number];
        double[] tells = told[number][tree];
        for (int i = 0; i < WideForest.ROWS; i++) {
          all[i] += tells[high[i] << 8 | (low[i] & 0xff)];
        }
      }
    }

    @Override
    public void addFour(int first, byte[][] leaves) {
      for (int number = 0; number < sums.length; number++) {
        double[][] trees = told[number];
        add(
            sums[number],
            trees[first],
            trees[first + 1],
            trees[first + 2],
            trees[first + 3],
            leaves);
      }
    }

    private static void add(
        double[] all, double[] one, double[] two, double[] three, double[] four, byte[][] leaves) {
      byte[] ones = leaves[0];
      byte[] twos = leaves[1];
      byte[] threes = leaves[2];
      byte[] fours = leaves[3];
      for (int i = 0; i < WideForest.ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    public double of(int number, int place) {
      return sums[number][place];
    }
  }

  /**
   * In single precision. The sum of two floats is the same whether it is rounded to a double in
   * between or not.
   */
  final class Floats implements WideSums {
    private final float[][][] told;
    private final float[][] sums;

    Floats(float[][][] told) {
      this.told = told;
      this.sums = new float[told.length][WideForest.ROWS];
    }

    @Override
    public void clear() {
      for (float[] each : sums) {
        Arrays.fill(each, 0);
      }
    }

    @Override
    public void add(int tree, byte[] leaves) {
      for (int number = 0; number < sums.length; number++) {
        float[] all = sums[number];
        float[] tells = told[number][tree];
        for (int i = 0; i < WideForest.ROWS; i++) {
          all[i] += tells[leaves[i] & 0xff];
        }
      }
    }

    @Override
    public void add(int tree, byte[] low, byte[] high) {
      for (int number = 0; number < sums.length; number++) {
        float[] all = sums[number];
        float[] tells = told[number][tree];
        for (int i = 0; i < WideForest.ROWS; i++) {
          all[i] += tells[high[i] << 8 | (low[i] & 0xff)];
        }
      }
    }

    @Override
    public void addFour(int first, byte[][] leaves) {
      for (int number = 0; number < sums.length; number++) {
        float[][] trees = told[number];
        add(
            sums[number],
            trees[first],
            trees[first + 1],
            trees[first + 2],
            trees[first + 3],
            leaves);
      }
    }

    private static void add(
        float[] all, float[] one, float[] two, float[] three, float[] four, byte[][] leaves) {
      byte[] ones = leaves[0];
      byte[] twos = leaves[1];
      byte[] threes = leaves[2];
      byte[] fours = leaves[3];
      for (int i = 0; i < WideForest.ROWS; i++) {
        all[i] =
            all[i]
                + one[ones[i] & 0xff]
                + two[twos[i] & 0xff]
                + three[threes[i] & 0xff]
                + four[fours[i] & 0xff];
      }
    }

    @Override
    public double of(int number, int place) {
      return sums[number][place];
    }
  }
}
