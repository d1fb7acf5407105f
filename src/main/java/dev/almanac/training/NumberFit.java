package dev.almanac.training;

import java.util.List;
import java.util.Optional;

/**
 * What the training rows say about the shape of a number.
 *
 * @param scaling how it is scaled, if it is
 * @param bounds the bounds of its ranges; empty if there are none
 */
record NumberFit(Optional<Scaling> scaling, List<Double> bounds) {
  /** Nothing is to be known. */
  static final NumberFit NONE = new NumberFit(Optional.empty(), List.of());

  /** A number less a shift, by a divisor that is not 0. */
  record Scaling(double shift, double divisor) {}

  NumberFit {
    bounds = List.copyOf(bounds);
  }
}
