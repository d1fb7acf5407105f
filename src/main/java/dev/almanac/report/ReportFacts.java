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
 * What a report tells.
 *
 * @param model the model's name; its version has no number yet
 * @param description one line for people; may be empty
 * @param algorithm the algorithm's word
 * @param gate the thresholds that were met
 * @param judgement what the gate found besides
 * @param search what was tried to find the algorithm's parameters; absent if nothing was
 * @param parity one certificate an exported form
 * @param importance what the model learned about its inputs, if it was measured
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
  /** Copies its lists. */
  public ReportFacts {
    gate = List.copyOf(gate);
    parity = List.copyOf(parity);
  }

  /** Facts of a version of which nobody measured what it learned. */
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
