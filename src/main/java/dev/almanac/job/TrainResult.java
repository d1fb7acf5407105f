package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.Evaluation;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParityCertificate;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionFacts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Result of a training: a version that passed its gate and was published, or the current version if
 * nothing changed.
 *
 * @param version its number
 * @param trainRows number of rows it was fitted on
 * @param evaluation its metrics on the holdout
 * @param parity the certificates of its exports
 * @param warnings limitations of the evaluation, one sentence each
 * @param movedAlias the alias that points to it now, if the job moves one
 * @param skipped whether nothing was trained, since neither the sources nor the job changed since
 *     this version; all other values are then those of its training
 * @param features the columns that rules selected and those they left, one line each
 */
public record TrainResult(
    ModelVersion version,
    long trainRows,
    Evaluation evaluation,
    List<ParityCertificate> parity,
    List<String> warnings,
    Optional<Alias> movedAlias,
    boolean skipped,
    List<String> features) {
  /** Copies the lists. */
  public TrainResult {
    parity = List.copyOf(parity);
    warnings = List.copyOf(warnings);
    features = List.copyOf(features);
  }

  /** The result with the summary of the feature rules. */
  TrainResult withFeatures(List<String> summary) {
    return new TrainResult(
        version, trainRows, evaluation, parity, warnings, movedAlias, skipped, summary);
  }

  TrainResult withWarnings(List<String> more) {
    List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
    return new TrainResult(
        version, trainRows, evaluation, parity, all, movedAlias, skipped, features);
  }

  /** The result for a version that is still current: nothing was trained. */
  static TrainResult standing(RegisteredVersion version) {
    VersionFacts facts = version.manifest().facts();
    return new TrainResult(
        version.version(),
        facts.provenance().trainRows(),
        facts.evaluation(),
        facts.parity(),
        facts.judgement().warnings(),
        Optional.empty(),
        true,
        List.of());
  }
}
