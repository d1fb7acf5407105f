package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.general_regression.GeneralRegressionModel;
import org.dmg.pmml.general_regression.GeneralRegressionModel.ModelType;
import org.dmg.pmml.general_regression.PCell;
import org.dmg.pmml.general_regression.PPCell;
import org.dmg.pmml.general_regression.Predictor;
import org.dmg.pmml.general_regression.PredictorList;
import org.jspecify.annotations.Nullable;

/** Compiles GeneralRegressionModel: generalized linear regressions. */
final class GeneralRegressions {
  private final Compiler compiler;
  private final Scope scope;
  private final GeneralRegressionModel model;
  private final boolean floats;

  private GeneralRegressions(Scope scope) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.model = (GeneralRegressionModel) scope.model();
    this.floats = TreeModels.isOfFloats(scope);
  }

  static Result compile(Scope scope) {
    return new GeneralRegressions(scope).compile();
  }

  private Result compile() {
    ModelType type = model.requireModelType();
    boolean linear = type == ModelType.REGRESSION || type == ModelType.GENERAL_LINEAR;
    boolean generalized = type == ModelType.GENERALIZED_LINEAR;
    if (model.requireMiningFunction() != MiningFunction.REGRESSION || !(linear || generalized)) {
      throw new UnsupportedException(
          "the model type '%s' for %s, at GeneralRegressionModel"
              .formatted(type.value(), model.requireMiningFunction().value()));
    }
    if (model.getTrialsVariable() != null || model.getTrialsValue() != null) {
      throw new UnsupportedException("trials, at GeneralRegressionModel");
    }
    Target target = scope.target();
    List<Product> products = products();
    GeneralLink link = generalized ? link() : GeneralLink.IDENTITY;
    Optional<Value> offset =
        generalized
            ? Optional.ofNullable(model.getOffsetVariable()).map(scope::resolve)
            : Optional.empty();
    Number constant = generalized ? model.getOffsetValue() : null;
    int to = compiler.register();
    compiler.add(
        words ->
            new GeneralSum(
                products.stream().map(product -> product.step(words.texts().size())).toList(),
                offset.map(Value::register).orElse(-1),
                offset.isPresent() || constant == null ? 0 : constant.doubleValue(),
                link,
                floats,
                target,
                to));
    boolean nullable = products.stream().anyMatch(product -> product.nullable);
    return new Result.Numeric(Value.of(to, target.type(), OpType.CONTINUOUS, nullable));
  }

  private GeneralLink link() {
    return switch (model.requireLinkFunction()) {
      case CLOGLOG -> new GeneralLink(GeneralLink.Kind.CLOGLOG, 0);
      case IDENTITY -> GeneralLink.IDENTITY;
      case LOG -> new GeneralLink(GeneralLink.Kind.LOG, 0);
      case LOGC -> new GeneralLink(GeneralLink.Kind.LOGC, 0);
      case LOGIT -> new GeneralLink(GeneralLink.Kind.LOGIT, 0);
      case LOGLOG -> new GeneralLink(GeneralLink.Kind.LOGLOG, 0);
      case NEGBIN ->
          new GeneralLink(GeneralLink.Kind.NEGBIN, model.requireDistParameter().doubleValue());
      case ODDSPOWER ->
          new GeneralLink(GeneralLink.Kind.ODDSPOWER, model.requireLinkParameter().doubleValue());
      case POWER ->
          new GeneralLink(GeneralLink.Kind.POWER, model.requireLinkParameter().doubleValue());
      case PROBIT -> {
        if (floats) {
          throw new UnsupportedException("probit of floats, at GeneralRegressionModel");
        }
        yield new GeneralLink(GeneralLink.Kind.PROBIT, 0);
      }
      default ->
          throw new UnsupportedException(
              "the link function '%s', at GeneralRegressionModel"
                  .formatted(model.requireLinkFunction().value()));
    };
  }

  /** A coefficient and the predictors that it is multiplied by. */
  private static final class Product {
    private final double beta;
    private final List<Value> factors = new ArrayList<>();
    private final List<Map<Double, Double>> hits = new ArrayList<>();
    private final List<Integer> covariates = new ArrayList<>();
    private final List<Double> exponents = new ArrayList<>();
    private boolean nullable;

    Product(double beta) {
      this.beta = beta;
    }

    GeneralSum.Product step(int words) {
      List<GeneralSum.Factor> made = new ArrayList<>();
      for (int i = 0; i < factors.size(); i++) {
        Map<Double, Double> table = hits.get(i);
        made.add(
            new GeneralSum.Factor(
                factors.get(i).register(),
                factors.get(i).isText()
                    ? new Expressions.Table(table, words, 0)
                    : number -> table.getOrDefault(number, 0.0)));
      }
      List<GeneralSum.Covariate> numbers = new ArrayList<>();
      for (int i = 0; i < covariates.size(); i++) {
        numbers.add(new GeneralSum.Covariate(covariates.get(i), exponents.get(i)));
      }
      return new GeneralSum.Product(beta, made, numbers);
    }
  }

  private List<Product> products() {
    Set<String> factors = fields(model.getFactorList());
    Set<String> covariates = fields(model.getCovariateList());
    Map<String, List<PPCell>> cells = new LinkedHashMap<>();
    for (PPCell cell : model.requirePPMatrix().getPPCells()) {
      if (cell.getTargetCategory() != null) {
        throw new UnsupportedException("a target category, at PPCell");
      }
      cells.computeIfAbsent(cell.requireParameterName(), added -> new ArrayList<>()).add(cell);
    }
    List<Product> products = new ArrayList<>();
    for (PCell cell : model.requireParamMatrix().getPCells()) {
      if (cell.getTargetCategory() != null) {
        throw new UnsupportedException("a target category, at PCell");
      }
      Product product = new Product(cell.requireBeta().doubleValue());
      for (PPCell part : cells.getOrDefault(cell.requireParameterName(), List.of())) {
        add(product, part, factors, covariates);
      }
      products.add(product);
    }
    if (products.isEmpty()) {
      throw new UnsupportedException("no parameters, at GeneralRegressionModel");
    }
    return products;
  }

  private void add(Product product, PPCell cell, Set<String> factors, Set<String> covariates) {
    String field = cell.requireField();
    Value value = scope.resolve(field);
    product.nullable |= value.nullable();
    String where = "the PPCell of '" + Text.printable(field) + "'";
    if (factors.contains(field)) {
      Map<Double, Double> hit = new HashMap<>();
      hit.put(Types.held(compiler.words(), value.type(), cell.requireValue(), where), 1.0);
      product.factors.add(value);
      product.hits.add(hit);
    } else if (covariates.contains(field)) {
      if (value.isText()) {
        throw new UnsupportedException("a text as a number, at " + where);
      }
      product.covariates.add(value.register());
      product.exponents.add(
          Types.held(compiler.words(), org.dmg.pmml.DataType.DOUBLE, cell.requireValue(), where));
    } else {
      throw new UnsupportedException("neither factor nor covariate, at " + where);
    }
  }

  private static Set<String> fields(@Nullable PredictorList list) {
    Set<String> fields = new HashSet<>();
    if (list != null) {
      for (Predictor predictor : list.getPredictors()) {
        if (!Objects.isNull(predictor.getMatrix())) {
          throw new UnsupportedException("a contrast matrix, at Predictor");
        }
        fields.add(predictor.requireField());
      }
    }
    return fields;
  }
}
