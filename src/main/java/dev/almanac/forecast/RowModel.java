package dev.almanac.forecast;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.pmml.PmmlModel;
import java.util.Optional;

/**
 * What is needed to score rows. Immutable, for any number of threads.
 *
 * @param document the model's document
 * @param compiled the same compiled; absent if the document itself is to be asked about every row
 * @param threshold binary: positive at or above this probability, unless there is a decider
 * @param decider what decides where a threshold does not
 */
public record RowModel(
    PmmlModel document,
    Optional<CompiledModel> compiled,
    Signature signature,
    double threshold,
    Optional<Decider> decider) {
  /** A model whose document was compiled. */
  public static RowModel of(
      PmmlModel document, CompiledModel compiled, Signature signature, DecisionSpec decision) {
    return new RowModel(
        document,
        Optional.of(compiled),
        signature,
        decision.threshold(),
        decider(signature, decision));
  }

  /** A model whose document is asked about every row. */
  public static RowModel of(PmmlModel document, Signature signature, DecisionSpec decision) {
    return new RowModel(
        document, Optional.empty(), signature, decision.threshold(), decider(signature, decision));
  }

  /** What decides, where a threshold is not enough. */
  public static Optional<Decider> decider(Signature signature, DecisionSpec decision) {
    return signature.task().isClassification() && !decision.isPlain()
        ? Optional.of(Decider.of(signature, decision))
        : Optional.empty();
  }
}
