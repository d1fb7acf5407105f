package dev.almanac.training;

import dev.almanac.core.Signature;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;

/**
 * What a fit goes on from.
 *
 * @param parent absent where it begins anew
 */
public record WarmStart(Optional<Parent> parent) {
  /** Begins anew. */
  public static final WarmStart NONE = new WarmStart(Optional.empty());

  /**
   * An earlier version.
   *
   * @param version its name, for people
   * @param pipeline as it is kept
   */
  public record Parent(String version, PipelineModel pipeline, Signature signature) {}

  /** Goes on from an earlier version. */
  public static WarmStart from(Parent parent) {
    return new WarmStart(Optional.of(parent));
  }
}
