package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Profile;
import dev.almanac.core.Signature;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.VersionArtifacts;
import java.util.List;
import java.util.Optional;

/**
 * A scoring version of a run, with its reference for the guards.
 *
 * @param profile of its training; empty if there is none
 * @param problem why there is none, as a clause; otherwise empty
 * @param isOneOfMany whether other versions score other rows of the run
 */
record GuardedModel(
    ModelVersion version,
    Signature signature,
    Optional<Profile> profile,
    String problem,
    boolean isOneOfMany) {
  /** The publishing versions, the job's model first. */
  static List<GuardedModel> of(ModelRegistry registry, ScoringPlan scorers) {
    return scorers.publishing().stream().map(scorer -> of(registry, scorers, scorer)).toList();
  }

  private static GuardedModel of(ModelRegistry registry, ScoringPlan scorers, ScoringModel scorer) {
    ModelVersion version = scorer.registered().version();
    boolean isOneOfMany = scorers.publishing().size() > 1;
    VersionArtifacts artifacts = registry.open(scorer.registered());
    try {
      return artifacts.has(Artifacts.PROFILE)
          ? new GuardedModel(
              version,
              scorer.signature(),
              Optional.of(ProfileJson.read(artifacts.read(Artifacts.PROFILE))),
              "",
              isOneOfMany)
          : new GuardedModel(
              version,
              scorer.signature(),
              Optional.empty(),
              version + " keeps no profile of its training",
              isOneOfMany);
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
        throw e;
      }
      return new GuardedModel(
          version,
          scorer.signature(),
          Optional.empty(),
          "the training profile of %s cannot be read: %s".formatted(version, e.getMessage()),
          isOneOfMany);
    }
  }

  /** The name of a column in a finding: with the version, if several score. */
  String subject(String column) {
    return !isOneOfMany
        ? column
        : column.isEmpty() ? version.toString() : column + " of " + version;
  }
}
