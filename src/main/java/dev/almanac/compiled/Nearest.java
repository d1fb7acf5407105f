package dev.almanac.compiled;

import java.util.Arrays;

/** Selects the nearest of some centers; of equally near centers the first. */
final class Nearest implements Step {
  /** Distance measure between two points. */
  enum Distance {
    EUCLIDEAN,
    SQUARED,
    CITY_BLOCK
  }

  /** Buffers of a thread: distances by row, and the smallest distances so far. */
  static final class Space {
    final double[] distance = new double[RowBatch.ROWS];
    final double[] nearest = new double[RowBatch.ROWS];
    final double[] adjustment = new double[RowBatch.ROWS];
  }

  private final int[] from;
  private final double[] weights;
  private final double[][] centres;
  private final Distance measure;
  private final int scratch;
  private final int to;

  Nearest(int[] from, double[] weights, double[][] centres, Distance measure, int scratch, int to) {
    this.from = from;
    this.weights = weights;
    this.centres = centres;
    this.measure = measure;
    this.scratch = scratch;
    this.to = to;
  }

  @Override
  public void run(VectorRegisters lanes) {
    Space space = (Space) lanes.scratch[scratch];
    long failed = 0;
    long missing = 0;
    Arrays.fill(space.adjustment, 0);
    for (int register : from) {
      failed |= lanes.failed[register];
      missing |= lanes.missing[register];
    }
    for (int row = 0; row < lanes.rows; row++) {
      int there = from.length;
      if ((missing >>> row & 1) != 0) {
        there = 0;
        for (int register : from) {
          there += (lanes.missing[register] >>> row & 1) == 0 ? 1 : 0;
        }
      }
      space.adjustment[row] = (double) from.length / there;
      // All fields are missing: PMML rejects the row.
      failed |= there == 0 ? 1L << row : 0;
    }
    double[] winners = lanes.values[to];
    for (int centre = 0; centre < centres.length; centre++) {
      distances(lanes, centres[centre], space);
      for (int row = 0; row < lanes.rows; row++) {
        if (centre == 0 || space.distance[row] < space.nearest[row]) {
          space.nearest[row] = space.distance[row];
          winners[row] = centre;
        }
        failed |= Double.isNaN(space.distance[row]) ? 1L << row : 0;
      }
    }
    lanes.missing[to] = 0;
    lanes.failed[to] = failed & lanes.live;
  }

  private void distances(VectorRegisters lanes, double[] centre, Space space) {
    double[] sums = space.distance;
    Arrays.fill(sums, 0);
    for (int i = 0; i < from.length; i++) {
      double[] values = lanes.values[from[i]];
      long missing = lanes.missing[from[i]];
      for (int row = 0; row < lanes.rows; row++) {
        double apart = Math.abs(values[row] - centre[i]);
        double part = weights[i] * (measure == Distance.CITY_BLOCK ? apart : apart * apart);
        sums[row] += missing == 0 || (missing >>> row & 1) == 0 ? part : 0;
      }
    }
    for (int row = 0; row < lanes.rows; row++) {
      double sum = sums[row] * space.adjustment[row];
      sums[row] = measure == Distance.EUCLIDEAN ? Math.sqrt(sum) : sum;
    }
  }
}
