package dev.almanac.core.spec;

/**
 * How a training follows the one before.
 *
 * @param skipIfUnchanged whether nothing is trained if no source has changed since the version that
 *     the job's alias points to was trained, by the same job
 * @param warmStart whether the fit goes on from the version that the job's alias points to
 */
public record LearningSpec(boolean skipIfUnchanged, boolean warmStart) {
  /** Every training begins anew. */
  public static final LearningSpec ANEW = new LearningSpec(false, false);
}
