package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A weighted sum of registers, computed column by column in the order of the document: numbers,
 * then categories by lookup, then products, then the intercept. Immutable.
 */
final class Linear {
  private final int[] numbers;
  private final double[] coefficients;
  private final int[] exponents;
  private final int[] categories;
  private final DoubleUnaryOperator[] tables;
  private final int[][] products;
  private final double[] productCoefficients;
  private final double intercept;
  private final boolean floats;

  private Linear(Builder builder, StringDictionary.Builder words) {
    numbers = ints(builder.numbers);
    coefficients = doubles(builder.coefficients);
    exponents = ints(builder.exponents);
    categories = builder.categories.stream().mapToInt(Value::register).toArray();
    tables = new DoubleUnaryOperator[categories.length];
    for (int i = 0; i < tables.length; i++) {
      Map<Double, Double> table = builder.tables.get(i);
      tables[i] =
          builder.categories.get(i).isText()
              ? new Expressions.Table(table, words.texts().size(), 0)
              : number -> table.getOrDefault(number, 0.0);
    }
    products = builder.products.toArray(int[][]::new);
    productCoefficients = doubles(builder.productCoefficients);
    intercept = Target.round(builder.intercept, builder.floats);
    floats = builder.floats;
  }

  /** Collects the terms of a sum. */
  static final class Builder {
    private final boolean floats;
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Double> coefficients = new ArrayList<>();
    private final List<Integer> exponents = new ArrayList<>();
    private final List<Value> categories = new ArrayList<>();
    private final List<Map<Double, Double>> tables = new ArrayList<>();
    private final List<int[]> products = new ArrayList<>();
    private final List<Double> productCoefficients = new ArrayList<>();
    private double intercept;
    private boolean nullable;

    Builder(boolean floats) {
      this.floats = floats;
    }

    void number(Value value, double coefficient, int exponent) {
      requireNumber(value);
      numbers.add(value.register());
      coefficients.add(Target.round(coefficient, floats));
      exponents.add(exponent);
      nullable |= value.nullable();
    }

    /** The table of a category; a missing category adds nothing. */
    Map<Double, Double> category(Value value) {
      categories.add(value);
      tables.add(new HashMap<>());
      return tables.get(tables.size() - 1);
    }

    void product(List<Value> factors, double coefficient) {
      factors.forEach(Builder::requireNumber);
      products.add(factors.stream().mapToInt(Value::register).toArray());
      productCoefficients.add(Target.round(coefficient, floats));
      nullable |= factors.stream().anyMatch(Value::nullable);
    }

    void intercept(double value) {
      intercept = value;
    }

    /** Whether the sum can be missing. */
    boolean nullable() {
      return nullable;
    }

    /** Whether the sum is 0 for every row. */
    boolean isZero() {
      return numbers.isEmpty() && categories.isEmpty() && products.isEmpty() && intercept == 0;
    }

    Linear build(StringDictionary.Builder words) {
      return new Linear(this, words);
    }

    private static void requireNumber(Value value) {
      if (value.isText()) {
        throw new UnsupportedException("a text as a number, at a predictor");
      }
    }
  }

  /** Computes the sums of a batch's rows. */
  void sum(VectorRegisters lanes, double[] sums) {
    Arrays.fill(sums, 0);
    int rows = lanes.rows;
    for (int i = 0; i < numbers.length; i++) {
      add(sums, lanes.values[numbers[i]], coefficients[i], exponents[i], rows);
    }
    for (int i = 0; i < categories.length; i++) {
      addCategory(sums, lanes, i);
    }
    for (int i = 0; i < products.length; i++) {
      for (int row = 0; row < rows; row++) {
        double product = productCoefficients[i];
        for (int factor : products[i]) {
          product = round(product * round(lanes.values[factor][row]));
        }
        sums[row] = round(sums[row] + product);
      }
    }
    if (intercept != 0) {
      for (int row = 0; row < rows; row++) {
        sums[row] = round(sums[row] + intercept);
      }
    }
  }

  private void add(double[] sums, double[] values, double coefficient, int exponent, int rows) {
    if (floats || exponent != 1) {
      for (int row = 0; row < rows; row++) {
        double value = round(values[row]);
        double power = exponent == 1 ? value : FloatMath.pow(value, exponent, floats);
        sums[row] = round(sums[row] + round(coefficient * power));
      }
    } else {
      for (int row = 0; row < rows; row++) {
        sums[row] += coefficient * values[row];
      }
    }
  }

  private void addCategory(double[] sums, VectorRegisters lanes, int index) {
    double[] values = lanes.values[categories[index]];
    long missing = lanes.missing[categories[index]];
    DoubleUnaryOperator table = tables[index];
    for (int row = 0; row < lanes.rows; row++) {
      double share = (missing >>> row & 1) == 0 ? table.applyAsDouble(values[row]) : 0;
      sums[row] = round(sums[row] + share);
    }
  }

  /** The rows without an answer, one bit per row. */
  long missing(VectorRegisters lanes) {
    long missing = 0;
    for (int register : numbers) {
      missing |= lanes.missing[register];
    }
    for (int[] product : products) {
      for (int register : product) {
        missing |= lanes.missing[register];
      }
    }
    return missing & lanes.live;
  }

  /** The rows for which PMML rejects a value that the sum reads, one bit per row. */
  long failed(VectorRegisters lanes) {
    long failed = 0;
    for (int register : numbers) {
      failed |= lanes.failed[register];
    }
    for (int register : categories) {
      failed |= lanes.failed[register];
    }
    for (int[] product : products) {
      for (int register : product) {
        failed |= lanes.failed[register];
      }
    }
    return failed & lanes.live;
  }

  private double round(double value) {
    return floats ? (float) value : value;
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double[] doubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
