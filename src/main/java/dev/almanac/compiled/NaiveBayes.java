package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.dmg.pmml.GaussianDistribution;
import org.dmg.pmml.naive_bayes.BayesInput;
import org.dmg.pmml.naive_bayes.NaiveBayesModel;
import org.dmg.pmml.naive_bayes.PairCounts;
import org.dmg.pmml.naive_bayes.TargetValueCount;
import org.dmg.pmml.naive_bayes.TargetValueStat;

/** Compiles NaiveBayesModel: logarithms of probabilities by lookup, and of normal densities. */
final class NaiveBayes {
  private final Compiler compiler;
  private final Scope scope;
  private final NaiveBayesModel model;
  private final Target target;
  private final List<String> labels = new ArrayList<>();
  private final List<BayesSum.Part> parts = new ArrayList<>();

  private NaiveBayes(Scope scope) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.model = (NaiveBayesModel) scope.model();
    this.target = scope.target();
    if (TreeModels.isOfFloats(scope)) {
      throw new UnsupportedException("a naive Bayes model of floats");
    }
  }

  static Result compile(Scope scope) {
    return new NaiveBayes(scope).compile();
  }

  private Result compile() {
    Map<String, Double> priors =
        counts(model.requireBayesOutput().requireTargetValueCounts().requireTargetValueCounts());
    labels.addAll(priors.keySet());
    double threshold = model.requireThreshold().doubleValue();
    for (BayesInput input : model.requireBayesInputs().requireBayesInputs()) {
      if (input.getDerivedField() != null) {
        throw new UnsupportedException("a derived field, at BayesInput");
      }
      Value value = scope.resolve(input.requireField());
      if (input.getTargetValueStats() != null) {
        densities(input, value, threshold);
      } else {
        shares(input, value, threshold);
      }
    }
    double[] logs = priors.values().stream().mapToDouble(Math::log).toArray();
    int[] probabilities = new int[labels.size()];
    Arrays.setAll(probabilities, i -> compiler.register());
    int to = compiler.register();
    compiler.add(
        words ->
            new BayesSum(
                logs,
                parts.stream().map(part -> part.with(words.texts().size())).toList(),
                probabilities));
    compiler.add(words -> new ArgMax(probabilities, to));
    return new Result.Label(
        List.copyOf(labels), to, Arrays.stream(probabilities).boxed().toList(), false);
  }

  private void densities(BayesInput input, Value value, double threshold) {
    if (value.isText()) {
      throw new UnsupportedException("a text as a number, at BayesInput");
    }
    DoubleUnaryOperator[] byLabel = new DoubleUnaryOperator[labels.size()];
    Arrays.fill(byLabel, (DoubleUnaryOperator) x -> 0);
    for (TargetValueStat stat : input.getTargetValueStats().requireTargetValueStats()) {
      if (!(stat.requireContinuousDistribution() instanceof GaussianDistribution normal)
          || normal.requireVariance().doubleValue() <= 0) {
        throw new UnsupportedException("other than a normal distribution, at TargetValueStat");
      }
      double mean = normal.requireMean().doubleValue();
      double deviation = Math.sqrt(normal.requireVariance().doubleValue());
      double scale = Math.log(deviation) + 0.5 * Math.log(2 * Math.PI);
      byLabel[index(stat.requireValue())] =
          x -> {
            double apart = (x - mean) / deviation;
            return Math.log(Math.max(Math.exp(-0.5 * apart * apart - scale), threshold));
          };
    }
    parts.add(new BayesSum.Part(value, List.of(), List.of(byLabel)));
  }

  private void shares(BayesInput input, Value value, double threshold) {
    Map<String, Double> sums = new HashMap<>();
    List<PairCounts> pairs = input.requirePairCounts();
    for (PairCounts pair : pairs) {
      counts(pair.requireTargetValueCounts().requireTargetValueCounts())
          .forEach((label, count) -> sums.merge(label, count, Double::sum));
    }
    List<Map<Double, Double>> byLabel = new ArrayList<>();
    labels.forEach(label -> byLabel.add(new HashMap<>()));
    for (PairCounts pair : pairs) {
      double held = Types.held(compiler.words(), value.type(), pair.requireValue(), "PairCounts");
      counts(pair.requireTargetValueCounts().requireTargetValueCounts())
          .forEach(
              (label, count) ->
                  byLabel
                      .get(labels.indexOf(label))
                      .putIfAbsent(
                          held,
                          Math.log(
                              count == 0 ? threshold : count / sums.getOrDefault(label, 0.0))));
    }
    parts.add(new BayesSum.Part(value, byLabel, List.of()));
  }

  private Map<String, Double> counts(List<TargetValueCount> counts) {
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (TargetValueCount count : counts) {
      byLabel.put(target.label(count.requireValue()), count.requireCount().doubleValue());
      if (!labels.isEmpty()) {
        index(count.requireValue());
      }
    }
    return byLabel;
  }

  private int index(Object category) {
    int index = labels.indexOf(target.label(category));
    if (index < 0) {
      throw new UnsupportedException("a label without a prior count, at BayesInput");
    }
    return index;
  }
}
