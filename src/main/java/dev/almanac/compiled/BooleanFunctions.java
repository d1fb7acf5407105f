package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/** Compiles functions whose result is a boolean. */
final class BooleanFunctions {
  private final Compiler compiler;
  private final String where;

  BooleanFunctions(Compiler compiler, String where) {
    this.compiler = compiler;
    this.where = where;
  }

  Value equality(List<Value> arguments, boolean isRequired) {
    requireTwo(arguments);
    Value left = arguments.get(0);
    Value right = arguments.get(1);
    if (right.literal().isPresent()) {
      return truth(
          Conditions.set(compiler, left, List.of(right.literal().get()), isRequired),
          Derived.Missing.FAILS);
    }
    if (left.isText() != right.isText()) {
      throw new UnsupportedException("a text compared with a number, at " + where);
    }
    Value same = TypeConversion.cast(compiler, right, left.type(), right.op(), where);
    double hit = isRequired ? 1 : 0;
    // Two texts that the document does not mention may be equal or not.
    DoubleBinaryOperator operator =
        left.isText()
            ? (a, b) ->
                a == StringDictionary.OTHER && b == StringDictionary.OTHER
                    ? Double.NaN
                    : a == b ? hit : 1 - hit
            : (a, b) -> a == b ? hit : 1 - hit;
    return binary(left, same, operator);
  }

  Value order(List<Value> arguments, DoubleBinaryOperator operator) {
    requireTwo(arguments);
    Value left = arguments.get(0);
    Value right = arguments.get(1);
    if (!left.isOrdered() || !right.isNumber()) {
      throw new UnsupportedException("an order of what is no number, at " + where);
    }
    // A comparison with a float is done in float precision, regardless of the other operand.
    Value compared =
        left.type() == DataType.FLOAT
            ? TypeConversion.cast(compiler, right, DataType.FLOAT, right.op(), where)
            : right;
    return binary(left, compared, operator);
  }

  Value fold(List<Value> arguments, DoubleBinaryOperator operator) {
    if (arguments.size() < 2) {
      throw new UnsupportedException("a logical function of one argument, at " + where);
    }
    Value result = truth(arguments.get(0));
    for (Value next : arguments.subList(1, arguments.size())) {
      result = binary(result, truth(next), operator);
    }
    return result;
  }

  Value not(Value value) {
    Value truth = truth(value);
    int to = compiler.register();
    compiler.add(
        words -> new Derived.Unary(truth.register(), to, Derived.Missing.FAILS, x -> 1 - x));
    return Value.of(to, DataType.BOOLEAN, OpType.CATEGORICAL, false);
  }

  Value missing(Value value, boolean is) {
    return truth(new Condition.Missing(value, is), Derived.Missing.PASSES);
  }

  /** A missing value is neither valid nor invalid. */
  Value valid(Value value, boolean is) {
    if (value.flagged()) {
      throw new UnsupportedException("a question whether a value is valid, at " + where);
    }
    return is
        ? missing(value, false)
        : compiler.constant(false, DataType.BOOLEAN, OpType.CATEGORICAL, where);
  }

  Value among(List<Value> arguments, boolean in) {
    List<Object> literals = new ArrayList<>();
    for (Value argument : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
      literals.add(
          argument
              .literal()
              .orElseThrow(
                  () -> new UnsupportedException("a set of what is not constant, at " + where)));
    }
    if (literals.isEmpty()) {
      throw new UnsupportedException("a set of nothing, at " + where);
    }
    Value truth =
        truth(Conditions.set(compiler, arguments.get(0), literals, in), Derived.Missing.PASSES);
    return TypeConversion.coalesce(compiler, truth, !in, where);
  }

  private Value truth(Value value) {
    return TypeConversion.cast(compiler, value, DataType.BOOLEAN, OpType.CATEGORICAL, where);
  }

  private Value truth(Condition test, Derived.Missing rule) {
    int to = compiler.register();
    compiler.add(words -> new Derived.Truth(test, to, rule));
    boolean nullable = rule == Derived.Missing.PASSES && test.canBeUnknown();
    return Value.of(to, DataType.BOOLEAN, OpType.CATEGORICAL, nullable);
  }

  private Value binary(Value left, Value right, DoubleBinaryOperator operator) {
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Binary(
                left.register(), right.register(), to, Derived.Missing.FAILS, operator));
    return Value.of(to, DataType.BOOLEAN, OpType.CATEGORICAL, false);
  }

  private void requireTwo(List<Value> arguments) {
    if (arguments.size() != 2) {
      throw new UnsupportedException("a comparison of other than two values, at " + where);
    }
  }
}
