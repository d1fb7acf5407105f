package dev.almanac.training;

import dev.almanac.core.spec.AlgorithmRules;
import dev.almanac.core.spec.Misfit;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightRules;
import java.util.ArrayList;
import java.util.List;

/** Finds, without starting Spark, what Spark would refuse after reading the data. */
public final class TrainingPreflight {
  private TrainingPreflight() {}

  /** One misfit for each contradiction; empty means none is known. */
  public static List<Misfit> misfits(TrainSpec spec) {
    List<Misfit> misfits =
        new ArrayList<>(
            AlgorithmRules.misfits(
                spec.algorithm().algorithm(), spec.algorithm().params(), spec.task()));
    misfits.addAll(WeightRules.misfits(spec.weights(), spec.algorithm().algorithm(), spec.task()));
    return List.copyOf(misfits);
  }
}
