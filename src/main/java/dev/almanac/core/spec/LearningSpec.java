package dev.almanac.core.spec;

import java.util.Locale;
import java.util.Optional;

/**
 * Relation of a training to the version before it.
 *
 * @param skipIfUnchanged whether training is skipped if neither the job nor any source has changed
 *     since the training of the version that the job's alias points to
 * @param warmStart whether the fit continues from the version that the job's alias points to
 */
public record LearningSpec(boolean skipIfUnchanged, boolean warmStart) {
  /** Every training starts from scratch. */
  public static final LearningSpec ANEW = new LearningSpec(false, false);

  /** Why this algorithm cannot warm-start; empty if it can. */
  public static Optional<String> warmStartProblem(AlgorithmSpec algorithm) {
    String word = algorithm.algorithm().word();
    if (!algorithm.algorithm().canWarmStart()) {
      return Optional.of(
          "%s cannot go on from an earlier model: Spark fits it anew each time. Only xgboost can add trees to those it has; leave the key out"
              .formatted(word));
    }
    if (algorithm.params().get(XgboostParams.NUM_WORKERS) instanceof Integer workers
        && workers > 1) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s goes on in one task, so num-workers is 1 there, not %d",
              word,
              workers));
    }
    return Optional.empty();
  }
}
