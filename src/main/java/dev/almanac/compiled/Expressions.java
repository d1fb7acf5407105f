package dev.almanac.compiled;

import dev.almanac.core.Text;
import dev.almanac.pmml.PmmlContent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Discretize;
import org.dmg.pmml.DiscretizeBin;
import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldColumnPair;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.LinearNorm;
import org.dmg.pmml.MapValues;
import org.dmg.pmml.NormContinuous;
import org.dmg.pmml.NormDiscrete;
import org.dmg.pmml.OpType;
import org.jspecify.annotations.Nullable;

/** Compiles expressions to steps and a register that holds the result. */
final class Expressions {
  private final NameResolver names;
  private final Compiler compiler;

  private Expressions(NameResolver names) {
    this.names = names;
    this.compiler = names.compiler();
  }

  static Value derived(NameResolver names, DerivedField field) {
    return typed(names, field.requireExpression(), field.getDataType(), field.getOpType());
  }

  /**
   * Compiles an expression with a declared result type, such as that of a derived field or
   * function.
   */
  static Value typed(
      NameResolver names, Expression expression, @Nullable DataType type, @Nullable OpType op) {
    Value value = new Expressions(names).compile(expression, Optional.ofNullable(type));
    return TypeConversion.cast(
        names.compiler(),
        value,
        type == null ? value.type() : type,
        op == null ? value.op() : op,
        names.where());
  }

  /** Compiles an expression within another one. */
  static Value untyped(NameResolver names, Expression expression) {
    return new Expressions(names).compile(expression, Optional.empty());
  }

  /**
   * Compiles an expression.
   *
   * @param required the type that the result is converted to, if it is known
   */
  private Value compile(Expression expression, Optional<DataType> required) {
    if (expression instanceof FieldRef ref) {
      return reference(ref, required);
    }
    if (expression instanceof Constant constant) {
      return constant(constant);
    }
    if (expression instanceof NormDiscrete norm) {
      return indicator(norm);
    }
    if (expression instanceof NormContinuous norm) {
      return normalized(norm);
    }
    if (expression instanceof Discretize discretize) {
      return binned(discretize);
    }
    if (expression instanceof MapValues map) {
      return mapped(map);
    }
    if (expression instanceof Apply apply) {
      return new ApplyCompiler(names).compile(apply, required);
    }
    throw new UnsupportedException(
        "%s, at %s".formatted(PmmlContent.name(expression), names.where()));
  }

  private Value reference(FieldRef ref, Optional<DataType> required) {
    Value value = names.resolve(ref.requireField());
    Object instead = ref.getMapMissingTo();
    if (instead == null || !value.nullable()) {
      return value;
    }
    if (!value.isText() && required.isEmpty()) {
      throw new UnsupportedException(
          "mapMissingTo of a number within an expression, at the FieldRef of '%s'"
              .formatted(Text.printable(ref.requireField())));
    }
    DataType type = required.orElse(DataType.STRING);
    return TypeConversion.coalesce(
        compiler,
        TypeConversion.cast(compiler, value, type, value.op(), names.where()),
        instead,
        names.where());
  }

  private Value constant(Constant constant) {
    Object literal = constant.getValue();
    DataType type = constant.getDataType();
    if (constant.isMissing()) {
      return compiler.missing(type == null ? DataType.STRING : type, OpType.CATEGORICAL);
    }
    boolean empty = literal == null || literal.equals("");
    if (type == null) {
      type = empty ? DataType.STRING : Types.typeOf(literal);
    }
    OpType op =
        type == DataType.STRING || type == DataType.BOOLEAN
            ? OpType.CATEGORICAL
            : OpType.CONTINUOUS;
    if (empty && type != DataType.STRING) {
      return compiler.missing(type, op);
    }
    return compiler.constant(literal == null ? "" : literal, type, op, names.where());
  }

  private Value indicator(NormDiscrete norm) {
    Value value = names.resolve(norm.requireField());
    if (norm.getMethod() != NormDiscrete.Method.INDICATOR) {
      throw new UnsupportedException("the method of a NormDiscrete, at " + names.where());
    }
    Condition test = Conditions.set(compiler, value, List.of(norm.requireValue()), true);
    int to = compiler.register();
    compiler.add(words -> new Derived.Truth(test, to, Derived.Missing.PASSES));
    Value result = Value.of(to, DataType.DOUBLE, OpType.CATEGORICAL, value.nullable());
    Number instead = norm.getMapMissingTo();
    return instead == null || !value.nullable()
        ? result
        : TypeConversion.coalesce(compiler, result, instead, names.where());
  }

  private Value normalized(NormContinuous norm) {
    Value value = number(norm.requireField());
    List<LinearNorm> pairs = norm.requireLinearNorms();
    if (pairs.size() < 2) {
      throw new UnsupportedException("a NormContinuous of one LinearNorm, at " + names.where());
    }
    double[] from = new double[pairs.size()];
    double[] onto = new double[pairs.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = pairs.get(i).requireOrig().doubleValue();
      onto[i] = pairs.get(i).requireNorm().doubleValue();
    }
    Number instead = norm.getMapMissingTo();
    double whenMissing = instead == null ? Double.NaN : instead.doubleValue();
    DoubleUnaryOperator function = new PiecewiseLine(from, onto, norm.getOutlierTreatment());
    int to = compiler.register();
    compiler.add(words -> new Derived.Partial(value.register(), to, whenMissing, function));
    return Value.of(to, DataType.DOUBLE, OpType.CONTINUOUS, true);
  }

  private Value binned(Discretize discretize) {
    Value value = number(discretize.requireField());
    List<DiscretizeBin> bins = discretize.getDiscretizeBins();
    Held held = new Held(discretize.getDataType());
    double[] ranges = new double[bins.size() * 4];
    double[] results = new double[bins.size()];
    for (int i = 0; i < results.length; i++) {
      // Reversed, because a later bin has priority over an earlier one that overlaps it.
      DiscretizeBin bin = bins.get(results.length - 1 - i);
      Ranges.put(bin.requireInterval(), ranges, i * 4, names.where());
      results[i] = held.of(bin.requireBinValue());
    }
    double otherwise = held.of(discretize.getDefaultValue());
    double whenMissing = held.of(discretize.getMapMissingTo());
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Partial(
                value.register(),
                to,
                whenMissing,
                number -> {
                  int bin = Ranges.find(ranges, number);
                  return bin < 0 ? otherwise : results[bin];
                }));
    return held.value(to);
  }

  private Value mapped(MapValues map) {
    List<FieldColumnPair> pairs = map.getFieldColumnPairs();
    if (pairs.size() != 1 || map.getInlineTable() == null) {
      throw new UnsupportedException("MapValues of several fields, at " + names.where());
    }
    Value value = names.resolve(pairs.get(0).requireField());
    String column = pairs.get(0).requireColumn();
    Held held = new Held(map.getDataType());
    Map<Double, Double> results = new HashMap<>();
    for (Map<String, Object> row : PmmlContent.rows(map.getInlineTable())) {
      Object key = row.get(column);
      Object result = row.get(map.requireOutputColumn());
      if (key == null) {
        continue;
      }
      double code = Types.held(compiler.words(), value.type(), key, names.where());
      boolean twice = results.containsKey(code);
      results.put(code, result == null || twice ? Derived.FAILED : held.of(result));
    }
    double otherwise = held.of(map.getDefaultValue());
    double whenMissing = held.of(map.getMapMissingTo());
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Partial(
                value.register(),
                to,
                whenMissing,
                value.isText()
                    ? new Table(results, words.texts().size(), otherwise)
                    : number -> results.getOrDefault(number, otherwise)));
    return held.value(to);
  }

  private Value number(String field) {
    Value value = names.resolve(field);
    if (value.isText()) {
      throw new UnsupportedException(
          "a text as a number, at the field '%s'".formatted(Text.printable(field)));
    }
    return value;
  }

  /** The literals that are possible results of an expression. */
  private final class Held {
    private final DataType type;
    private final BitSet codes = new BitSet();
    private boolean nullable;

    Held(@Nullable DataType type) {
      this.type = type == null ? DataType.STRING : type;
    }

    double of(@Nullable Object literal) {
      if (literal == null) {
        nullable = true;
        return Double.NaN;
      }
      double held = Types.held(compiler.words(), type, literal, names.where());
      if (type == DataType.STRING) {
        codes.set((int) held);
      }
      return held;
    }

    Value value(int register) {
      Value value = Value.of(register, type, OpType.CATEGORICAL, nullable);
      return type == DataType.STRING ? value.withWords(codes) : value;
    }
  }

  /** Maps the code of each text to a number. */
  static final class Table implements DoubleUnaryOperator {
    private final double[] results;

    Table(Map<Double, Double> byCode, int size, double otherwise) {
      results = new double[size];
      for (int code = 0; code < size; code++) {
        results[code] = byCode.getOrDefault((double) code, otherwise);
      }
    }

    @Override
    public double applyAsDouble(double code) {
      return results[(int) code];
    }
  }

  /** Compiles several expressions, in order. */
  static List<Value> all(NameResolver names, List<Expression> expressions) {
    List<Value> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(untyped(names, expression)));
    return values;
  }
}
