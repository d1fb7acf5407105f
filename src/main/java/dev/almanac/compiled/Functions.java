package dev.almanac.compiled;

import static org.dmg.pmml.PMMLFunctions.ABS;
import static org.dmg.pmml.PMMLFunctions.ACOS;
import static org.dmg.pmml.PMMLFunctions.ADD;
import static org.dmg.pmml.PMMLFunctions.AND;
import static org.dmg.pmml.PMMLFunctions.ASIN;
import static org.dmg.pmml.PMMLFunctions.ATAN;
import static org.dmg.pmml.PMMLFunctions.AVG;
import static org.dmg.pmml.PMMLFunctions.CEIL;
import static org.dmg.pmml.PMMLFunctions.COS;
import static org.dmg.pmml.PMMLFunctions.COSH;
import static org.dmg.pmml.PMMLFunctions.DIVIDE;
import static org.dmg.pmml.PMMLFunctions.EQUAL;
import static org.dmg.pmml.PMMLFunctions.EXP;
import static org.dmg.pmml.PMMLFunctions.EXPM1;
import static org.dmg.pmml.PMMLFunctions.FLOOR;
import static org.dmg.pmml.PMMLFunctions.GREATEROREQUAL;
import static org.dmg.pmml.PMMLFunctions.GREATERTHAN;
import static org.dmg.pmml.PMMLFunctions.IF;
import static org.dmg.pmml.PMMLFunctions.ISIN;
import static org.dmg.pmml.PMMLFunctions.ISMISSING;
import static org.dmg.pmml.PMMLFunctions.ISNOTIN;
import static org.dmg.pmml.PMMLFunctions.ISNOTMISSING;
import static org.dmg.pmml.PMMLFunctions.ISNOTVALID;
import static org.dmg.pmml.PMMLFunctions.ISVALID;
import static org.dmg.pmml.PMMLFunctions.LESSOREQUAL;
import static org.dmg.pmml.PMMLFunctions.LESSTHAN;
import static org.dmg.pmml.PMMLFunctions.LN;
import static org.dmg.pmml.PMMLFunctions.LN1P;
import static org.dmg.pmml.PMMLFunctions.LOG10;
import static org.dmg.pmml.PMMLFunctions.LOWERCASE;
import static org.dmg.pmml.PMMLFunctions.MAX;
import static org.dmg.pmml.PMMLFunctions.MIN;
import static org.dmg.pmml.PMMLFunctions.MODULO;
import static org.dmg.pmml.PMMLFunctions.MULTIPLY;
import static org.dmg.pmml.PMMLFunctions.NOT;
import static org.dmg.pmml.PMMLFunctions.NOTEQUAL;
import static org.dmg.pmml.PMMLFunctions.OR;
import static org.dmg.pmml.PMMLFunctions.POW;
import static org.dmg.pmml.PMMLFunctions.PRODUCT;
import static org.dmg.pmml.PMMLFunctions.RINT;
import static org.dmg.pmml.PMMLFunctions.ROUND;
import static org.dmg.pmml.PMMLFunctions.SIN;
import static org.dmg.pmml.PMMLFunctions.SINH;
import static org.dmg.pmml.PMMLFunctions.SQRT;
import static org.dmg.pmml.PMMLFunctions.SUBTRACT;
import static org.dmg.pmml.PMMLFunctions.SUM;
import static org.dmg.pmml.PMMLFunctions.TAN;
import static org.dmg.pmml.PMMLFunctions.TANH;
import static org.dmg.pmml.PMMLFunctions.THRESHOLD;
import static org.dmg.pmml.PMMLFunctions.TRIMBLANKS;
import static org.dmg.pmml.PMMLFunctions.UPPERCASE;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/** Compiles the supported built-in functions of PMML. */
final class Functions {
  private static final Map<String, DoubleUnaryOperator> REAL =
      Map.ofEntries(
          Map.entry(LN, Math::log),
          Map.entry(LN1P, Math::log1p),
          Map.entry(LOG10, Math::log10),
          Map.entry(EXP, Math::exp),
          Map.entry(EXPM1, Math::expm1),
          Map.entry(SQRT, Math::sqrt),
          Map.entry(SIN, Math::sin),
          Map.entry(COS, Math::cos),
          Map.entry(TAN, Math::tan),
          Map.entry(ASIN, Math::asin),
          Map.entry(ACOS, Math::acos),
          Map.entry(ATAN, Math::atan),
          Map.entry(SINH, Math::sinh),
          Map.entry(COSH, Math::cosh),
          Map.entry(TANH, Math::tanh));

  private static final Map<String, DoubleBinaryOperator> ARITHMETIC =
      Map.of(
          ADD, Double::sum,
          SUBTRACT, (a, b) -> a - b,
          MULTIPLY, (a, b) -> a * b,
          DIVIDE, (a, b) -> a / b,
          MODULO, (a, b) -> a - Math.floor(a / b) * b);

  private static final Map<String, DoubleUnaryOperator> TO_WHOLE =
      Map.of(FLOOR, Math::floor, CEIL, Math::ceil, ROUND, x -> (double) Math.round(x));

  private final Compiler compiler;
  private final String where;

  Functions(Compiler compiler, String where) {
    this.compiler = compiler;
    this.where = where;
  }

  /** The result of a call; empty if the function is not supported. */
  Optional<Value> call(String function, List<Value> arguments, Optional<DataType> required) {
    if (ARITHMETIC.containsKey(function)) {
      return Optional.of(arithmetic(function, arguments));
    }
    if (REAL.containsKey(function)) {
      Value number = number(only(function, arguments));
      return Optional.of(unary(number, DataType.DOUBLE, REAL.get(function)));
    }
    if (TO_WHOLE.containsKey(function)) {
      return Optional.of(toWhole(function, number(only(function, arguments))));
    }
    return switch (function) {
      case ABS -> Optional.of(sameType(function, arguments, Math::abs));
      case RINT -> Optional.of(sameType(function, arguments, Math::rint));
      case MIN, MAX, SUM, PRODUCT, AVG -> Optional.of(statistic(function, arguments));
      case POW -> Optional.of(power(arguments));
      case THRESHOLD ->
          Optional.of(
              binary(
                  arguments.get(0),
                  arguments.get(1),
                  common(arguments),
                  Derived.Missing.FAILS,
                  (a, b) -> a > b ? 1 : 0));
      case IF -> Optional.of(choice(arguments, required));
      case UPPERCASE, LOWERCASE, TRIMBLANKS ->
          Optional.of(
              StringFunctions.compile(compiler, function, only(function, arguments), where));
      default -> truth(function, arguments);
    };
  }

  private Optional<Value> truth(String function, List<Value> arguments) {
    BooleanFunctions truths = new BooleanFunctions(compiler, where);
    return switch (function) {
      case EQUAL, NOTEQUAL -> Optional.of(truths.equality(arguments, function.equals(EQUAL)));
      case LESSTHAN -> Optional.of(truths.order(arguments, (a, b) -> a < b ? 1 : 0));
      case LESSOREQUAL -> Optional.of(truths.order(arguments, (a, b) -> a <= b ? 1 : 0));
      case GREATERTHAN -> Optional.of(truths.order(arguments, (a, b) -> a > b ? 1 : 0));
      case GREATEROREQUAL -> Optional.of(truths.order(arguments, (a, b) -> a >= b ? 1 : 0));
      case AND -> Optional.of(truths.fold(arguments, (a, b) -> a * b));
      case OR -> Optional.of(truths.fold(arguments, Math::max));
      case NOT -> Optional.of(truths.not(only(function, arguments)));
      case ISMISSING -> Optional.of(truths.missing(only(function, arguments), true));
      case ISNOTMISSING -> Optional.of(truths.missing(only(function, arguments), false));
      case ISVALID -> Optional.of(truths.valid(only(function, arguments), true));
      case ISNOTVALID -> Optional.of(truths.valid(only(function, arguments), false));
      case ISIN, ISNOTIN -> Optional.of(truths.among(arguments, function.equals(ISIN)));
      default -> Optional.empty();
    };
  }

  private Value arithmetic(String function, List<Value> arguments) {
    requireCount(function, arguments, 2, 2);
    DataType type = common(arguments);
    DoubleBinaryOperator operator =
        type == DataType.INTEGER
            ? whole(function)
            : Objects.requireNonNull(ARITHMETIC.get(function), function);
    return binary(arguments.get(0), arguments.get(1), type, Derived.Missing.PASSES, operator);
  }

  /** Arithmetic of 32-bit integers; NaN where the result overflows, which is an error. */
  private static DoubleBinaryOperator whole(String function) {
    return switch (function) {
      case DIVIDE -> (a, b) -> b == 0 ? Double.NaN : inRange(Math.rint((a - a % b) / b));
      case MODULO ->
          (a, b) -> b == 0 ? Double.NaN : inRange((double) Math.floorMod((long) a, (long) b));
      default -> {
        DoubleBinaryOperator exact = Objects.requireNonNull(ARITHMETIC.get(function), function);
        yield (a, b) -> inRange(exact.applyAsDouble(a, b));
      }
    };
  }

  private static double inRange(double whole) {
    return whole >= Integer.MIN_VALUE && whole <= Integer.MAX_VALUE ? whole : Double.NaN;
  }

  private Value toWhole(String function, Value number) {
    DoubleUnaryOperator operator =
        number.type() == DataType.FLOAT && function.equals(ROUND)
            ? x -> Math.round((float) x)
            : Objects.requireNonNull(TO_WHOLE.get(function), function);
    return unary(number, DataType.INTEGER, x -> inRange(operator.applyAsDouble(x)));
  }

  private Value sameType(String function, List<Value> arguments, DoubleUnaryOperator operator) {
    Value number = number(only(function, arguments));
    return unary(
        number,
        number.type(),
        number.type() == DataType.INTEGER ? x -> inRange(operator.applyAsDouble(x)) : operator);
  }

  private Value power(List<Value> arguments) {
    DataType type = common(arguments);
    DoubleBinaryOperator operator =
        type == DataType.INTEGER
            ? (a, b) -> b < 0 ? Double.NaN : inRange(Math.pow(a, b))
            : Math::pow;
    return binary(arguments.get(0), arguments.get(1), type, Derived.Missing.FAILS, operator);
  }

  private Value statistic(String function, List<Value> arguments) {
    DataType type = common(arguments);
    int[] from = arguments.stream().mapToInt(Value::register).toArray();
    int to = compiler.register();
    DataType result = function.equals(AVG) && type == DataType.INTEGER ? DataType.DOUBLE : type;
    compiler.add(words -> new AggregateFunction(function, from, to, result));
    return Value.of(to, result, OpType.CONTINUOUS, arguments.stream().allMatch(Value::nullable));
  }

  private Value choice(List<Value> arguments, Optional<DataType> required) {
    requireCount(IF, arguments, 2, 3);
    Value condition =
        TypeConversion.cast(
            compiler, arguments.get(0), DataType.BOOLEAN, OpType.CATEGORICAL, where);
    Value then = arguments.get(1);
    Value otherwise =
        arguments.size() > 2 ? arguments.get(2) : compiler.missing(then.type(), then.op());
    if (then.type() != otherwise.type()) {
      DataType type =
          required.orElseThrow(() -> new UnsupportedException("an 'if' of two types, at " + where));
      then = TypeConversion.cast(compiler, then, type, ApplyCompiler.opOf(type), where);
      otherwise = TypeConversion.cast(compiler, otherwise, type, ApplyCompiler.opOf(type), where);
    }
    int to = compiler.register();
    int first = then.register();
    int second = otherwise.register();
    compiler.add(words -> new Derived.Choice(condition.register(), first, second, to));
    Value result = Value.of(to, then.type(), then.op(), then.nullable() || otherwise.nullable());
    if (then.op() != otherwise.op()) {
      throw new UnsupportedException("an 'if' of two operational types, at " + where);
    }
    if (then.words().isPresent() && otherwise.words().isPresent()) {
      java.util.BitSet codes = (java.util.BitSet) then.words().get().clone();
      codes.or(otherwise.words().get());
      result = result.withWords(codes);
    }
    return then.flagged() || otherwise.flagged() ? result.withFlag() : result;
  }

  private Value unary(Value number, DataType type, DoubleUnaryOperator operator) {
    int to = compiler.register();
    compiler.add(
        words -> new Derived.Unary(number.register(), to, Derived.Missing.FAILS, operator));
    return Value.of(to, type, OpType.CONTINUOUS, false);
  }

  private Value binary(
      Value left, Value right, DataType type, Derived.Missing rule, DoubleBinaryOperator operator) {
    DoubleBinaryOperator rounded =
        type == DataType.FLOAT ? (a, b) -> (float) operator.applyAsDouble(a, b) : operator;
    int to = compiler.register();
    compiler.add(words -> new Derived.Binary(left.register(), right.register(), to, rule, rounded));
    boolean nullable = rule == Derived.Missing.PASSES && (left.nullable() || right.nullable());
    return Value.of(to, type, OpType.CONTINUOUS, nullable);
  }

  /** The narrowest type that holds all of the numbers. */
  private DataType common(List<Value> numbers) {
    DataType type = DataType.INTEGER;
    if (numbers.isEmpty()) {
      throw new UnsupportedException("a function of nothing, at " + where);
    }
    for (Value value : numbers) {
      number(value);
      if (value.type() == DataType.DOUBLE || type == DataType.DOUBLE) {
        type = DataType.DOUBLE;
      } else if (value.type() == DataType.FLOAT) {
        type = DataType.FLOAT;
      }
    }
    return type;
  }

  private Value number(Value value) {
    if (!value.isNumber()) {
      throw new UnsupportedException("arithmetic of what is no number, at " + where);
    }
    return value;
  }

  private Value only(String function, List<Value> arguments) {
    requireCount(function, arguments, 1, 1);
    return arguments.get(0);
  }

  private void requireCount(String function, List<Value> arguments, int least, int most) {
    if (arguments.size() < least || arguments.size() > most) {
      throw new UnsupportedException(
          "the function '%s' of %s arguments, at %s".formatted(function, arguments.size(), where));
    }
  }
}
