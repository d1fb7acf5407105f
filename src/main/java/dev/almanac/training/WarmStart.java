package dev.almanac.training;

import dev.almanac.core.Signature;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;

/**
 * Warm start of a fit.
 *
 * @param parent the version to continue from; absent for a fit from scratch
 */
public record WarmStart(Optional<Parent> parent) {
  /** A fit from scratch. */
  public static final WarmStart NONE = new WarmStart(Optional.empty());

  /**
   * An earlier version.
   *
   * @param version its name, for people
   * @param pipeline the stored pipeline
   */
  public record Parent(String version, PipelineModel pipeline, Signature signature) {}

  /** Continues from an earlier version. */
  public static WarmStart from(Parent parent) {
    return new WarmStart(Optional.of(parent));
  }
}
