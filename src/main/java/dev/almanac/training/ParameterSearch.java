package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.AlgorithmSpec;
import dev.almanac.core.spec.FoldSpec;
import dev.almanac.core.spec.TrainSpec;
import java.util.List;
import java.util.function.Function;

/** Chooses the parameters of a model before it is fitted, by fitting others. */
@FunctionalInterface
public interface ParameterSearch {
  /** Takes the parameters as they are. */
  ParameterSearch NONE = (spec, folds) -> spec.algorithm();

  /**
   * Chooses.
   *
   * @param folds makes parts of the training rows; whoever asks closes them
   * @return the algorithm to fit on all training rows
   */
  AlgorithmSpec choose(TrainSpec spec, Function<FoldSpec, List<Rehearsal>> folds);

  /** Rows to learn from and rows to be judged by, both of the training part. Thread-safe. */
  interface Rehearsal extends AutoCloseable {
    /**
     * Fits a model on the rows to learn from; its holdout are the rows to be judged by. The rows
     * stay cached until this is closed, so the model need not be.
     */
    TrainedModel fit(AlgorithmSpec algorithm);

    /**
     * How many slots of the cluster a fit needs all at once: those of a barrier stage, or of
     * threads that Spark does not schedule. 1 where tasks queue for slots.
     *
     * @throws AlmanacException CONFIG_INVALID if the cluster has fewer
     */
    int slots(AlgorithmSpec algorithm);

    @Override
    void close();
  }
}
