package dev.almanac.report;

import dev.almanac.core.Evaluation;
import dev.almanac.core.GateResult;
import dev.almanac.core.Importance;
import dev.almanac.core.ModelName;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Profile;
import dev.almanac.core.Provenance;
import dev.almanac.core.SearchResult;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.core.spec.GateRule;
import java.util.List;
import java.util.Optional;

/**
 * Data of a report.
 *
 * @param model the model's name; the version has no number yet
 * @param description one line for readers; may be empty
 * @param algorithm the configuration name of the algorithm
 * @param gate the thresholds, all of them met
 * @param judgement the further gate results: champion comparison, segments, notes and warnings
 * @param search the trials of the parameter search; empty without a search
 * @param parity one certificate per exported form
 * @param importance feature importance, if it was measured
 */
public record ReportFacts(
    ModelName model,
    String description,
    String algorithm,
    Signature signature,
    DecisionSpec decision,
    Evaluation evaluation,
    List<GateRule> gate,
    GateResult judgement,
    Optional<SearchResult> search,
    List<ParityCertificate> parity,
    Optional<Importance> importance,
    Provenance provenance,
    Profile profile) {
  /** Copies the lists. */
  public ReportFacts {
    gate = List.copyOf(gate);
    parity = List.copyOf(parity);
  }

  /** Creates facts without feature importance. */
  public ReportFacts(
      ModelName model,
      String description,
      String algorithm,
      Signature signature,
      DecisionSpec decision,
      Evaluation evaluation,
      List<GateRule> gate,
      GateResult judgement,
      Optional<SearchResult> search,
      List<ParityCertificate> parity,
      Provenance provenance,
      Profile profile) {
    this(
        model,
        description,
        algorithm,
        signature,
        decision,
        evaluation,
        gate,
        judgement,
        search,
        parity,
        Optional.empty(),
        provenance,
        profile);
  }
}
