package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MissingPredictionTreatment;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.TreeModel;

/** Compiles MiningModel: ensembles, chains, and models selected by predicates. */
final class MiningModels {
  private final Compiler compiler;
  private final Scope scope;
  private final MiningModel model;
  private final Segmentation segmentation;
  private final MultipleModelMethod method;
  private final MissingPredictionTreatment treatment;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Condition> tests = new ArrayList<>();

  private MiningModels(Scope scope) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.model = (MiningModel) scope.model();
    this.segmentation = model.requireSegmentation();
    this.method = segmentation.requireMultipleModelMethod();
    this.treatment = segmentation.getMissingPredictionTreatment();
    if (segmentation.getLocalTransformations() != null) {
      throw new UnsupportedException("LocalTransformations, at Segmentation");
    }
    for (Segment segment : segmentation.requireSegments()) {
      if (segment.getVariableWeight() != null) {
        throw new UnsupportedException("a variable weight, at " + Outputs.where(segment));
      }
      Condition test = Conditions.compile(scope, segment.requirePredicate());
      if (!(test instanceof Condition.Always always) || always.is()) {
        segments.add(segment);
        tests.add(test);
      }
    }
    if (segments.isEmpty()) {
      throw new UnsupportedException("an ensemble without segments");
    }
  }

  static Result compile(Scope scope) {
    return new MiningModels(scope).compile();
  }

  private Result compile() {
    return switch (method) {
      case MODEL_CHAIN -> chain();
      case SELECT_FIRST -> first();
      case SUM, AVERAGE, WEIGHTED_SUM, WEIGHTED_AVERAGE ->
          function() == MiningFunction.REGRESSION ? numbers() : probabilities();
      case MAJORITY_VOTE, WEIGHTED_MAJORITY_VOTE -> votes();
      default ->
          throw new UnsupportedException(
              "the method '%s' of an ensemble, at Segmentation".formatted(method.value()));
    };
  }

  private MiningFunction function() {
    return model.requireMiningFunction();
  }

  private boolean isUnconditional() {
    return tests.stream().allMatch(test -> test instanceof Condition.Always);
  }

  private boolean isForest() {
    return isUnconditional()
        && treatment != MissingPredictionTreatment.SKIP_SEGMENT
        && segments.stream().allMatch(segment -> segment.requireModel() instanceof TreeModel);
  }

  private List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.requireModel().requireMiningFunction() != function()) {
        throw new UnsupportedException("a model of another function, at " + Outputs.where(segment));
      }
      if (!segment.requireModel().isScorable()) {
        throw new UnsupportedException("a model not scorable, at " + Outputs.where(segment));
      }
      scopes.add(new Scope(compiler, segment.requireModel(), Optional.of(scope)));
    }
    return scopes;
  }

  private Combination combination() {
    List<Double> weights = new ArrayList<>();
    for (Segment segment : segments) {
      double weight = segment.getWeight().doubleValue();
      if (weight < 0) {
        throw new UnsupportedException("a weight below 0, at " + Outputs.where(segment));
      }
      weights.add(weight);
    }
    Combination combination =
        new Combination(method, List.copyOf(weights), TreeModels.isOfFloats(scope));
    if (combination.divisor() == 0) {
      throw new UnsupportedException("weights that sum to 0, at Segmentation");
    }
    return combination;
  }

  private Result numbers() {
    List<Scope> scopes = scopes();
    Combination combination = combination();
    if (isForest()) {
      Result result = TreeModels.numbers(scope, scopes, combination);
      scopes.forEach(tree -> Outputs.check(tree.model(), result));
      return result;
    }
    requireUnconditional();
    int[] from = new int[scopes.size()];
    boolean nullable = false;
    for (int i = 0; i < from.length; i++) {
      Result.Numeric number = (Result.Numeric) checked(scopes.get(i));
      from[i] = number.register();
      nullable |= number.nullable();
    }
    Target target = scope.target();
    int to = compiler.register();
    compiler.add(words -> new ModelSum(from, combination, target, to));
    return new Result.Numeric(Value.of(to, target.type(), OpType.CONTINUOUS, nullable));
  }

  private Result checked(Scope segment) {
    Result result = Models.compile(segment);
    Outputs.check(segment.model(), result);
    return result;
  }

  private void requireUnconditional() {
    if (!isUnconditional() || treatment == MissingPredictionTreatment.SKIP_SEGMENT) {
      throw new UnsupportedException(
          "an ensemble of which segments may be left out, at Segmentation");
    }
  }

  private Result probabilities() {
    if (method == MultipleModelMethod.SUM || method == MultipleModelMethod.WEIGHTED_SUM) {
      throw new UnsupportedException("a sum of labels, at Segmentation");
    }
    List<Scope> scopes = scopes();
    Combination combination = combination();
    if (isForest()) {
      Result result = TreeModels.probabilities(scope, scopes, combination);
      scopes.forEach(tree -> Outputs.check(tree.model(), result));
      return result;
    }
    requireUnconditional();
    List<Result.Label> parts = new ArrayList<>();
    scopes.forEach(segment -> parts.add((Result.Label) checked(segment)));
    List<String> labels = parts.get(0).labels();
    for (Result.Label part : parts) {
      if (!part.labels().equals(labels) || part.probabilities().isEmpty()) {
        throw new UnsupportedException("an average of models with different labels");
      }
    }
    int[] winners = parts.stream().mapToInt(Result.Label::register).toArray();
    int[] probabilities = new int[labels.size()];
    for (int k = 0; k < probabilities.length; k++) {
      int label = k;
      int[] from = parts.stream().mapToInt(part -> part.probabilities().get(label)).toArray();
      int to = compiler.register();
      probabilities[k] = to;
      compiler.add(words -> new ModelAverage(from, winners, combination, to));
    }
    int to = compiler.register();
    compiler.add(words -> new ArgMax(probabilities, to));
    return new Result.Label(
        labels,
        to,
        Arrays.stream(probabilities).boxed().toList(),
        parts.stream().anyMatch(Result.Label::nullable));
  }

  private Result votes() {
    boolean whole = segmentation.getMissingThreshold().doubleValue() == 1;
    if (!isForest() || function() != MiningFunction.CLASSIFICATION || !whole) {
      throw new UnsupportedException("votes of other models than trees, at Segmentation");
    }
    List<Scope> scopes = scopes();
    Result result = TreeModels.votes(scope, scopes, combination(), treatment);
    scopes.forEach(tree -> Outputs.check(tree.model(), result));
    return result;
  }

  private Result chain() {
    requireUnconditional();
    boolean returnsMissing = treatment == MissingPredictionTreatment.RETURN_MISSING;
    List<Result> results = new ArrayList<>();
    List<Boolean> declares = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      Scope segment = new Scope(compiler, segments.get(i).requireModel(), Optional.of(scope));
      Result result = Models.compile(segment);
      results.add(result);
      declares.add(Outputs.declare(segment, result, scope));
      if (last) {
        requireSame(segment);
      }
    }
    Result last = results.get(results.size() - 1);
    int[] before = results.stream().mapToInt(Result::register).toArray();
    boolean[] handsOn = new boolean[before.length];
    for (int i = 0; i < handsOn.length; i++) {
      handsOn[i] = declares.get(i);
    }
    int to = compiler.register();
    compiler.add(words -> new ChainOutput(before, handsOn, returnsMissing, to));
    boolean nullable = results.stream().anyMatch(Result::nullable);
    return moved(last, to, nullable);
  }

  /**
   * Requires that the last model has the function and target of the chain, because its answer is
   * the chain's answer.
   */
  private void requireSame(Scope last) {
    if (last.model().requireMiningFunction() != function()) {
      throw new UnsupportedException("a chain that ends with a model of another function");
    }
    if (scope.parent().isEmpty() && !last.target().name().equals(scope.target().name())) {
      throw new UnsupportedException("a chain that ends with a model of another target");
    }
  }

  private static Result moved(Result result, int to, boolean nullable) {
    if (result instanceof Result.Numeric number) {
      return new Result.Numeric(Value.of(to, number.value().type(), number.value().op(), nullable));
    }
    Result.Label label = (Result.Label) result;
    return new Result.Label(label.labels(), to, label.probabilities(), nullable);
  }

  private Result first() {
    List<Scope> scopes = scopes();
    List<Result> parts = new ArrayList<>();
    scopes.forEach(
        segment -> {
          parts.add(checked(segment));
          requireSame(segment);
        });
    boolean skips = treatment == MissingPredictionTreatment.SKIP_SEGMENT;
    int[] from = parts.stream().mapToInt(Result::register).toArray();
    if (parts.get(0) instanceof Result.Numeric number) {
      int to = compiler.register();
      List<int[]> values = Arrays.stream(from).mapToObj(register -> new int[] {register}).toList();
      compiler.add(words -> new SelectFirst(tests, from, values, new int[] {to}, to, skips));
      return new Result.Numeric(Value.of(to, number.value().type(), number.value().op(), true));
    }
    return firstLabel(parts, from, skips);
  }

  private Result firstLabel(List<Result> parts, int[] from, boolean skips) {
    Set<String> union = new LinkedHashSet<>();
    parts.forEach(part -> union.addAll(((Result.Label) part).labels()));
    List<String> labels = List.copyOf(union);
    boolean probable =
        parts.stream().noneMatch(part -> ((Result.Label) part).probabilities().isEmpty());
    boolean improbable =
        parts.stream().allMatch(part -> ((Result.Label) part).probabilities().isEmpty());
    if (!probable && !improbable) {
      throw new UnsupportedException("models of which only some tell probabilities");
    }
    int to = compiler.register();
    int[] targets = new int[1 + (probable ? labels.size() : 0)];
    Arrays.setAll(targets, i -> i == 0 ? to : compiler.register());
    Value zero = compiler.constant(0, org.dmg.pmml.DataType.DOUBLE, OpType.CONTINUOUS, "0");
    List<int[]> values = new ArrayList<>();
    for (Result part : parts) {
      Result.Label label = (Result.Label) part;
      int[] own = new int[targets.length];
      own[0] = renumbered(label, labels);
      for (int k = 1; k < own.length; k++) {
        int index = label.labels().indexOf(labels.get(k - 1));
        own[k] = index < 0 ? zero.register() : label.probabilities().get(index);
      }
      values.add(own);
    }
    compiler.add(words -> new SelectFirst(tests, from, values, targets, to, skips));
    List<Integer> probabilities = new ArrayList<>();
    for (int k = 1; k < targets.length; k++) {
      probabilities.add(targets[k]);
    }
    return new Result.Label(labels, to, probabilities, true);
  }

  private int renumbered(Result.Label label, List<String> labels) {
    double[] numbers = label.labels().stream().mapToDouble(labels::indexOf).toArray();
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Partial(label.register(), to, Double.NaN, index -> numbers[(int) index]));
    return to;
  }
}
