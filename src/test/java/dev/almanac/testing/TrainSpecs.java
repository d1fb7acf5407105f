package dev.almanac.testing;

import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.DatasetSpec;
import dev.almanac.core.spec.GateRule;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightSpec;
import dev.almanac.core.spec.WindowSpec;
import java.util.List;
import java.util.Optional;

/** A specification with some parts in place of those of another. */
public final class TrainSpecs {
  private final TrainSpec base;
  private DatasetSpec dataset;
  private String label;
  private CombinationSpec combined;
  private SplitSpec split;
  private Optional<WindowSpec> window;
  private WeightSpec weights;
  private LearningSpec learning;
  private List<GateRule> gate;
  private Reproducibility reproducibility;

  private TrainSpecs(TrainSpec base) {
    this.base = base;
    this.dataset = base.dataset();
    this.label = base.label();
    this.combined = base.combined();
    this.split = base.split();
    this.window = base.window();
    this.weights = base.weights();
    this.learning = base.learning();
    this.gate = base.gate();
    this.reproducibility = base.reproducibility();
  }

  public static TrainSpecs like(TrainSpec base) {
    return new TrainSpecs(base);
  }

  public TrainSpecs dataset(DatasetSpec other) {
    dataset = other;
    return this;
  }

  public TrainSpecs combined(CombinationSpec other) {
    combined = other;
    return this;
  }

  public TrainSpecs window(Optional<WindowSpec> other) {
    window = other;
    return this;
  }

  public TrainSpecs learning(LearningSpec other) {
    learning = other;
    return this;
  }

  public TrainSpecs gate(List<GateRule> other) {
    gate = other;
    return this;
  }

  public TrainSpecs label(String other) {
    label = other;
    return this;
  }

  public TrainSpecs split(SplitSpec other) {
    split = other;
    return this;
  }

  public TrainSpecs weights(WeightSpec other) {
    weights = other;
    return this;
  }

  public TrainSpecs reproducibility(Reproducibility other) {
    reproducibility = other;
    return this;
  }

  public TrainSpec made() {
    return new TrainSpec(
        dataset,
        base.task(),
        label,
        base.positive(),
        base.features(),
        base.rules(),
        combined,
        split,
        window,
        weights,
        base.algorithm(),
        learning,
        base.search(),
        gate,
        base.parity(),
        base.seed(),
        reproducibility);
  }
}
