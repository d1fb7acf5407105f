package dev.almanac.evaluation;

/** The surprise at what happened. */
final class LogLoss {
  /** A forecast of 0 for what happened would cost infinity; it costs as much as this instead. */
  private static final double CLIP = 1e-15;

  private LogLoss() {}

  /** In nats, for the probability that was given to what happened. */
  static double of(double probability) {
    return -Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }
}
