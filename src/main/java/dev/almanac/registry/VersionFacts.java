package dev.almanac.registry;

import dev.almanac.core.Evaluation;
import dev.almanac.core.GateResult;
import dev.almanac.core.Importance;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Provenance;
import dev.almanac.core.SearchResult;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.GateRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Metadata of a version, stored in its manifest. Immutable.
 *
 * @param gate the thresholds that the evaluation met
 * @param judgement further results of the gate
 * @param search the hyperparameter search; absent if there was none
 * @param parity one certificate for each exported form that was compared
 * @param importance feature importances; absent if they were not measured
 * @param algorithm the algorithm's configuration name, such as {@code gbt}
 * @param description one line of text; may be empty
 */
public record VersionFacts(
    Signature signature,
    DecisionSpec decision,
    Evaluation evaluation,
    List<GateRule> gate,
    GateResult judgement,
    Optional<SearchResult> search,
    List<ParityCertificate> parity,
    Optional<Importance> importance,
    Provenance provenance,
    String algorithm,
    String description) {
  /** Copies its lists. */
  public VersionFacts {
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(evaluation, "evaluation");
    Objects.requireNonNull(judgement, "judgement");
    Objects.requireNonNull(provenance, "provenance");
    gate = List.copyOf(gate);
    parity = List.copyOf(parity);
  }

  /** Facts of a version without feature importances. */
  public VersionFacts(
      Signature signature,
      DecisionSpec decision,
      Evaluation evaluation,
      List<GateRule> gate,
      GateResult judgement,
      Optional<SearchResult> search,
      List<ParityCertificate> parity,
      Provenance provenance,
      String algorithm,
      String description) {
    this(
        signature,
        decision,
        evaluation,
        gate,
        judgement,
        search,
        parity,
        Optional.empty(),
        provenance,
        algorithm,
        description);
  }

  /** Facts of a version without a search, whose gate has only bounds on the whole holdout. */
  public VersionFacts(
      Signature signature,
      DecisionSpec decision,
      Evaluation evaluation,
      List<GateRule> gate,
      List<ParityCertificate> parity,
      Provenance provenance,
      String algorithm,
      String description) {
    this(
        signature,
        decision,
        evaluation,
        gate,
        GateResult.NONE,
        Optional.empty(),
        parity,
        Optional.empty(),
        provenance,
        algorithm,
        description);
  }
}
