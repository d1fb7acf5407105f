package dev.almanac.training;

import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.AlgorithmRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.LearningSpec;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.core.spec.SplitSpec;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.WeightRules;
import java.util.ArrayList;
import java.util.List;

/** Finds errors of a training specification without starting Spark or reading data. */
public final class TrainingPreflight {
  private TrainingPreflight() {}

  /** One violation for each contradiction; empty if none is known. */
  public static List<SpecViolation> misfits(TrainSpec spec) {
    List<SpecViolation> misfits =
        new ArrayList<>(
            AlgorithmRules.misfits(
                spec.algorithm().algorithm(), spec.algorithm().params(), spec.task()));
    misfits.addAll(WeightRules.misfits(spec.weights(), spec.algorithm().algorithm(), spec.task()));
    misfits.addAll(offset(spec));
    misfits.addAll(FeaturePreflight.misfits(spec.features(), spec.rules(), spec.combined()));
    if (spec.algorithm().algorithm() == Algorithm.XGBOOST) {
      misfits.addAll(ownColumns(spec));
    }
    if (spec.algorithm().algorithm() == Algorithm.NAIVE_BAYES) {
      misfits.addAll(counts(spec));
    }
    if (spec.learning().warmStart()) {
      LearningSpec.warmStartProblem(spec.algorithm())
          .ifPresent(what -> misfits.add(new SpecViolation("train.warm-start", what)));
    }
    if (spec.split() instanceof SplitSpec.ByColumn split
        && spec.features().stream().anyMatch(f -> f.name().equals(split.column()))) {
      misfits.add(
          new SpecViolation(
              "train.split.column",
              "'%s' is a feature, too: the holdout would have only values that the model never learnt from; leave one of the two out"
                  .formatted(split.column())));
    }
    return List.copyOf(misfits);
  }

  /** Checks that the offset is neither the label nor a feature. */
  private static List<SpecViolation> offset(TrainSpec spec) {
    String key = "train.weights.offset";
    List<SpecViolation> misfits = new ArrayList<>();
    for (String offset : spec.weights().offset().stream().toList()) {
      if (offset.equals(spec.label())) {
        misfits.add(
            new SpecViolation(
                key,
                "'%s' is the label: the model would be told the answer; name the column of what is known beforehand"
                    .formatted(offset)));
      }
      if (spec.features().stream().anyMatch(feature -> feature.name().equals(offset))) {
        misfits.add(
            new SpecViolation(
                key,
                "'%s' is a feature, too, so that its coefficient would be 1 and learnt at once; leave one of the two out"
                    .formatted(offset)));
      }
    }
    return misfits;
  }

  /**
   * Checks that naive Bayes has no negative inputs: Spark fails the job at a negative number, in
   * training and in scoring, whereas a PMML engine continues.
   */
  private static List<SpecViolation> counts(TrainSpec spec) {
    List<SpecViolation> misfits = new ArrayList<>();
    String why = "naive-bayes counts, and Spark fails on a number below 0";
    for (FeatureSpec feature : spec.treatments()) {
      if (feature instanceof FeatureSpec.Numeric numeric && !numeric.shape().isNeverNegative()) {
        misfits.add(
            new SpecViolation(
                "train.features.numeric." + feature.name(),
                why
                    + "; write clip { min = 0 }, log = true or buckets, with scale = none or"
                    + " max-abs"));
      }
    }
    if (!spec.combined().expressions().isEmpty()) {
      misfits.add(
          new SpecViolation(
              "train.features.expressions",
              why + "; compute it in the job's query, as a feature with clip { min = 0 }"));
    }
    if (spec.combined().components().isPresent()) {
      misfits.add(
          new SpecViolation(
              "train.features.principal-components", why + "; leave the components out"));
    }
    return misfits;
  }

  /**
   * Rejects features of several columns for XGBoost, which takes the type of each column, one for
   * each feature.
   */
  private static List<SpecViolation> ownColumns(TrainSpec spec) {
    List<SpecViolation> misfits = new ArrayList<>();
    String instead =
        ", which xgboost finds by itself; leave it out, or compute it in the job's query";
    if (!spec.combined().expressions().isEmpty()) {
      misfits.add(new SpecViolation("train.features.expressions", "adds columns" + instead));
    }
    if (!spec.combined().interactions().isEmpty()) {
      misfits.add(new SpecViolation("train.features.interactions", "adds products" + instead));
    }
    if (spec.combined().components().isPresent()) {
      misfits.add(
          new SpecViolation(
              "train.features.principal-components", "replaces the features" + instead));
    }
    for (FeatureSpec feature : spec.treatments()) {
      if (feature instanceof FeatureSpec.Text) {
        misfits.add(
            new SpecViolation(
                "train.features.text." + feature.name(),
                "is a column for each term, and xgboost is told the kind of each column, one a"
                    + " feature; use gbt, random-forest or a linear model, or count the words that"
                    + " matter in the job's query"));
      }
      if (feature instanceof FeatureSpec.Numeric numeric && numeric.shape().isLevels()) {
        misfits.add(
            new SpecViolation(
                "train.features.numeric." + feature.name() + ".buckets",
                "makes thresholds" + instead + ", or write buckets-as = number"));
      }
    }
    return misfits;
  }
}
