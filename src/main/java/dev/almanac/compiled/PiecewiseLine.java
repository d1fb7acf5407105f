package dev.almanac.compiled;

import java.util.function.DoubleUnaryOperator;
import org.dmg.pmml.OutlierTreatmentMethod;

/**
 * Piecewise linear function of PMML's NormContinuous; outlier treatment defines the values beyond
 * the points.
 */
final class PiecewiseLine implements DoubleUnaryOperator {
  private final double[] from;
  private final double[] onto;
  private final OutlierTreatmentMethod outliers;

  PiecewiseLine(double[] from, double[] onto, OutlierTreatmentMethod outliers) {
    this.from = from.clone();
    this.onto = onto.clone();
    this.outliers = outliers;
  }

  @Override
  public double applyAsDouble(double value) {
    int last = from.length - 1;
    int piece = piece(value);
    if (piece >= 0 && piece < last) {
      return line(value, piece);
    }
    return switch (outliers) {
      case AS_IS -> line(value, piece < 0 ? 0 : last - 1);
      case AS_MISSING_VALUES -> Double.NaN;
      case AS_EXTREME_VALUES -> onto[piece < 0 ? 0 : last];
    };
  }

  private double line(double value, int piece) {
    double share = (value - from[piece]) / (from[piece + 1] - from[piece]);
    double result = onto[piece] + share * (onto[piece + 1] - onto[piece]);
    return Double.isNaN(result) ? Derived.FAILED : result + 0.0;
  }

  /**
   * Finds the piece that contains a value by binary search; -1 before the first point, the last
   * point's index after it. At a point both pieces contain the value; the search order selects the
   * same one as the evaluator, which matters for the last digit.
   */
  private int piece(double value) {
    int low = 0;
    int high = from.length - 1;
    while (low <= high) {
      int middle = low + (high - low) / 2;
      if (value >= from[middle]) {
        if (middle == from.length - 1 || value <= from[middle + 1]) {
          return middle;
        }
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
