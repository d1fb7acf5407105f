package dev.almanac.forecast;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.Decider;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.pmml.PmmlModel;
import java.util.Optional;

/**
 * A model with its signature and decision, ready to score rows. Immutable and thread-safe.
 *
 * @param document the model's PMML document
 * @param compiled the compiled document; absent if the document scores every row
 * @param threshold binary classification: the positive label is chosen at or above this
 *     probability, unless there is a decider
 * @param decider makes decisions that a threshold cannot express
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

  /** A model whose document scores every row. */
  public static RowModel of(PmmlModel document, Signature signature, DecisionSpec decision) {
    return new RowModel(
        document, Optional.empty(), signature, decision.threshold(), decider(signature, decision));
  }

  /**
   * The decider for decisions that a threshold cannot express; empty if a threshold is sufficient.
   */
  public static Optional<Decider> decider(Signature signature, DecisionSpec decision) {
    return signature.task().isClassification() && !decision.isPlain()
        ? Optional.of(Decider.of(signature, decision))
        : Optional.empty();
  }
}
