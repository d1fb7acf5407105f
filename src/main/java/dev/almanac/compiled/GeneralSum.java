package dev.almanac.compiled;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Evaluates a generalized linear model: a sum of products, an offset and an inverse link. */
record GeneralSum(
    List<Product> products,
    int offset,
    double offsetValue,
    GeneralLink link,
    boolean floats,
    Target target,
    int to)
    implements Step {
  /** A coefficient times factors and covariates. */
  record Product(double beta, List<Factor> factors, List<Covariate> covariates) {}

  /** A categorical predictor: 1 or 0. */
  record Factor(int register, DoubleUnaryOperator table) {}

  /** A numeric predictor, raised to a power. */
  record Covariate(int register, double exponent) {}

  @Override
  public void run(VectorRegisters lanes) {
    double[] sums = lanes.values[to];
    Arrays.fill(sums, 0);
    long missing = 0;
    long failed = 0;
    for (Product product : products) {
      for (Factor factor : product.factors()) {
        missing |= lanes.missing[factor.register()];
        failed |= lanes.failed[factor.register()];
      }
      // A covariate is not read where a factor is already 0.
      for (Covariate covariate : product.covariates()) {
        failed |= lanes.failed[covariate.register()];
        missing |= lanes.missing[covariate.register()] & hit(lanes, product);
      }
      add(lanes, product, sums);
    }
    if (offset >= 0) {
      failed |= lanes.failed[offset] | (lanes.missing[offset] & ~missing);
    }
    for (int row = 0; row < lanes.rows; row++) {
      double more = offset >= 0 ? lanes.values[offset][row] : offsetValue;
      double sum = offset >= 0 || more != 0 ? round(sums[row] + round(more)) : sums[row];
      double result = target.apply(link.apply(sum, floats), floats);
      sums[row] = result;
      failed |= Double.isNaN(result) ? ~missing & 1L << row : 0;
    }
    lanes.missing[to] = missing & lanes.live;
    lanes.failed[to] = failed & lanes.live;
    Derived.blank(sums, missing, lanes.rows);
  }

  private void add(VectorRegisters lanes, Product product, double[] sums) {
    double beta = round(product.beta());
    if (product.factors().isEmpty() && product.covariates().size() == 1 && !floats) {
      Covariate only = product.covariates().get(0);
      double[] values = lanes.values[only.register()];
      if (only.exponent() == 1) {
        for (int row = 0; row < lanes.rows; row++) {
          sums[row] += beta * values[row];
        }
        return;
      }
    }
    for (int row = 0; row < lanes.rows; row++) {
      double value = 1;
      for (Factor factor : product.factors()) {
        value *= factor.table().applyAsDouble(lanes.values[factor.register()][row]);
      }
      if (value != 0) {
        for (Covariate covariate : product.covariates()) {
          double x = round(lanes.values[covariate.register()][row]);
          double power =
              covariate.exponent() == 1 ? x : FloatMath.pow(x, round(covariate.exponent()), floats);
          value = round(value * power);
        }
      }
      sums[row] = round(sums[row] + round(beta * value));
    }
  }

  private static long hit(VectorRegisters lanes, Product product) {
    long hit = lanes.live;
    for (Factor factor : product.factors()) {
      double[] values = lanes.values[factor.register()];
      for (int row = 0; row < lanes.rows; row++) {
        hit &= factor.table().applyAsDouble(values[row]) == 0 ? ~(1L << row) : -1L;
      }
    }
    return hit;
  }

  private double round(double value) {
    return Target.round(value, floats);
  }
}
