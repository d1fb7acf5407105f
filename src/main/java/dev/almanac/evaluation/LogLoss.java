package dev.almanac.evaluation;

/** Logarithmic loss of one prediction, in nats, clipped at 1e-15. */
final class LogLoss {
  /** The smallest probability: it bounds the loss of a prediction of 0. */
  private static final double CLIP = 1e-15;

  private LogLoss() {}

  /** The loss for the predicted probability of the actual label. */
  static double of(double probability) {
    return -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }
}
