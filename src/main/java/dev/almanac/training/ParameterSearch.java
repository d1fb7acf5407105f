package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.TrainSpec;
import java.util.List;
import java.util.function.Function;

/** Hyperparameter search before a fit. */
@FunctionalInterface
public interface ParameterSearch {
  /** No search: the parameters of the specification. */
  ParameterSearch NONE = (spec, folds) -> spec.algorithm();

  /**
   * Chooses the parameters.
   *
   * @param folds creates cross-validation folds of the training rows; the caller closes them
   * @return the algorithm to fit on all training rows
   */
  AlgorithmSpec choose(TrainSpec spec, Function<FoldSpec, List<Rehearsal>> folds);

  /** Training and validation rows of a trial, both from the training part. Thread-safe. */
  interface Rehearsal extends AutoCloseable {
    /**
     * Fits a model on the training rows; the model's holdout are the validation rows. The rows stay
     * cached until this object is closed, so the model need not be closed.
     */
    TrainedModel fit(AlgorithmSpec algorithm);

    /**
     * The number of cluster slots that a fit needs at once: those of a barrier stage, or of threads
     * that Spark does not schedule. 1 if its tasks can queue for slots.
     *
     * @throws AlmanacException CONFIG_INVALID if the cluster has fewer
     */
    int slots(AlgorithmSpec algorithm);

    @Override
    void close();
  }
}
