package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.regression.CategoricalPredictor;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.PredictorTerm;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.dmg.pmml.regression.RegressionTable;

/** Compiles RegressionModel. */
final class Regressions {
  private final Compiler compiler;
  private final Scope scope;
  private final RegressionModel model;
  private final Target target;
  private final boolean floats;

  private Regressions(Scope scope) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.model = (RegressionModel) scope.model();
    this.target = scope.target();
    this.floats = TreeModels.isOfFloats(scope);
  }

  static Result compile(Scope scope) {
    Regressions regressions = new Regressions(scope);
    RegressionModel model = regressions.model;
    String named = model.getTargetField();
    if (named != null && !regressions.target.name().equals(java.util.Optional.of(named))) {
      throw new UnsupportedException("a target field that is none, at RegressionModel");
    }
    return model.requireMiningFunction() == MiningFunction.REGRESSION
        ? regressions.number()
        : regressions.label();
  }

  private Result number() {
    List<RegressionTable> tables = model.requireRegressionTables();
    if (tables.size() != 1) {
      throw new UnsupportedException("a regression of several tables");
    }
    Linear.Builder sum = table(tables.get(0));
    Link link = link(model.getNormalizationMethod());
    int to = compiler.register();
    compiler.add(words -> new LinearNumber(sum.build(words), link, floats, target, to));
    return new Result.Numeric(Value.of(to, target.type(), OpType.CONTINUOUS, sum.nullable()));
  }

  private Result label() {
    List<RegressionTable> tables = model.requireRegressionTables();
    List<Linear.Builder> sums = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (RegressionTable table : tables) {
      sums.add(table(table));
      labels.add(target.label(table.requireTargetCategory()));
    }
    Set<String> distinct = new HashSet<>(labels);
    List<String> known = target.categories().stream().map(target::label).toList();
    if (tables.size() < 2
        || distinct.size() != tables.size()
        || (!known.isEmpty() && (known.size() != tables.size() || !known.containsAll(labels)))) {
      throw new UnsupportedException(
          "regression tables for %s where the target has %s".formatted(labels, known));
    }
    Normalizer normalizer = normalizer(sums);
    int[] probabilities = new int[labels.size()];
    Arrays.setAll(probabilities, i -> compiler.register());
    int to = compiler.register();
    compiler.add(
        words ->
            new LinearLabels(
                sums.stream().map(sum -> sum.build(words)).toList(),
                normalizer,
                floats,
                probabilities));
    compiler.add(words -> new ArgMax(probabilities, to));
    return new Result.Label(
        labels,
        to,
        Arrays.stream(probabilities).boxed().toList(),
        sums.stream().anyMatch(Linear.Builder::nullable));
  }

  private Normalizer normalizer(List<Linear.Builder> sums) {
    NormalizationMethod method = model.getNormalizationMethod();
    if (target.op() == OpType.ORDINAL) {
      return new Normalizer(
          Normalizer.Kind.CUMULATIVE,
          switch (method) {
            case NONE, LOGIT, CLOGLOG, LOGLOG, CAUCHIT -> binary(method);
            default -> throw unknown(method);
          });
    }
    if (sums.size() == 2) {
      return switch (method) {
        case NONE, LOGIT, CLOGLOG, LOGLOG, CAUCHIT ->
            new Normalizer(Normalizer.Kind.FIRST_AND_REST, binary(method));
        case SOFTMAX ->
            sums.get(1).isZero()
                ? new Normalizer(Normalizer.Kind.FIRST_AND_REST, Link.LOGISTIC)
                : new Normalizer(Normalizer.Kind.SOFTMAX, Link.NONE);
        case SIMPLEMAX -> new Normalizer(Normalizer.Kind.SHARES, Link.NONE);
        default -> throw unknown(method);
      };
    }
    return switch (method) {
      case NONE -> new Normalizer(Normalizer.Kind.LAST_IS_REST, Link.NONE);
      case SIMPLEMAX -> new Normalizer(Normalizer.Kind.SHARES, Link.NONE);
      case LOGIT -> new Normalizer(Normalizer.Kind.SHARES, Link.LOGISTIC);
      case SOFTMAX -> new Normalizer(Normalizer.Kind.SOFTMAX, Link.NONE);
      default -> throw unknown(method);
    };
  }

  private static Link binary(NormalizationMethod method) {
    return method == NormalizationMethod.NONE ? Link.CLAMPED : link(method);
  }

  private static Link link(NormalizationMethod method) {
    return switch (method) {
      case NONE -> Link.NONE;
      case SOFTMAX, LOGIT -> Link.LOGISTIC;
      case EXP -> Link.EXP;
      case CLOGLOG -> Link.CLOGLOG;
      case LOGLOG -> Link.LOGLOG;
      case CAUCHIT -> Link.CAUCHIT;
      default -> throw unknown(method);
    };
  }

  private static UnsupportedException unknown(NormalizationMethod method) {
    return new UnsupportedException(
        "the normalization method '%s', at RegressionModel".formatted(method.value()));
  }

  private Linear.Builder table(RegressionTable table) {
    Linear.Builder sum = new Linear.Builder(floats);
    for (NumericPredictor predictor : table.getNumericPredictors()) {
      sum.number(
          scope.resolve(predictor.requireField()),
          predictor.requireCoefficient().doubleValue(),
          predictor.getExponent());
    }
    // Consecutive predictors of one field form one table, in which the first match counts.
    String before = "";
    Map<Double, Double> shares = Map.of();
    for (CategoricalPredictor predictor : table.getCategoricalPredictors()) {
      String field = predictor.requireField();
      Value value = scope.resolve(field);
      if (!field.equals(before)) {
        shares = sum.category(value);
        before = field;
      }
      double code =
          Types.held(
              compiler.words(),
              value.type(),
              predictor.requireValue(),
              "the CategoricalPredictor of '" + Text.printable(field) + "'");
      shares.putIfAbsent(code, Target.round(predictor.requireCoefficient().doubleValue(), floats));
    }
    for (PredictorTerm term : table.getPredictorTerms()) {
      List<Value> factors = new ArrayList<>();
      term.requireFieldRefs().forEach(ref -> factors.add(Expressions.untyped(scope, ref)));
      sum.product(factors, term.requireCoefficient().doubleValue());
    }
    sum.intercept(table.requireIntercept().doubleValue());
    return sum;
  }
}
