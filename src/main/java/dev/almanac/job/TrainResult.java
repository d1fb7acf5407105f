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
 * A version that was trained, passed its gate and was published, or one that still stands.
 *
 * @param version its number
 * @param trainRows rows it was fitted on
 * @param evaluation what it is worth on the holdout
 * @param parity what its exports were found to mean
 * @param warnings why the evaluation may not mean what it seems to, one sentence each
 * @param movedAlias the alias that points to it now, if the job moves one
 * @param skipped whether nothing was trained, since neither the sources nor the job changed since
 *     this version was; then all of the above is as it was found out at that time
 * @param features what rules took and left among the columns, a line each; none without rules
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

  /** The same with what rules took and left. */
  TrainResult withFeatures(List<String> summary) {
    return new TrainResult(
        version, trainRows, evaluation, parity, warnings, movedAlias, skipped, summary);
  }

  TrainResult withWarnings(List<String> more) {
    List<String> all = Stream.concat(warnings.stream(), more.stream()).toList();
    return new TrainResult(
        version, trainRows, evaluation, parity, all, movedAlias, skipped, features);
  }

  /** Nothing was trained: this version stands. */
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
