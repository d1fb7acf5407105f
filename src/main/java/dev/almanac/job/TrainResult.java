package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParityCertificate;
import java.util.List;
import java.util.Optional;

/**
 * A version that was trained, passed its gate and was published.
 *
 * @param version its number
 * @param trainRows rows it was fitted on
 * @param evaluation what it is worth on the holdout
 * @param parity what its exports were found to mean
 * @param movedAlias the alias that points to it now, if the job moves one
 */
public record TrainResult(
    ModelVersion version,
    long trainRows,
    Evaluation evaluation,
    List<ParityCertificate> parity,
    Optional<Alias> movedAlias) {
  /** Copies the certificates. */
  public TrainResult {
    parity = List.copyOf(parity);
  }
}
