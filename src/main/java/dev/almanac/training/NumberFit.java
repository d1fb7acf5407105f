package dev.almanac.training;

import java.util.List;
import java.util.Optional;

/**
 * Statistics of the training rows for the transformation of a number.
 *
 * @param scaling scale of the number, if it is scaled
 * @param bounds bounds of its bins; empty if there are none
 */
record NumberFit(Optional<Scaling> scaling, List<Double> bounds) {
  /** No statistics. */
  static final NumberFit NONE = new NumberFit(Optional.empty(), List.of());

  /** The scaling (x - shift) / divisor, with a divisor other than 0. */
  record Scaling(double shift, double divisor) {}

  NumberFit {
    bounds = List.copyOf(bounds);
  }
}
