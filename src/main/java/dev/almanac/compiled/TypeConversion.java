package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/** Converts values to other types. */
final class TypeConversion {
  private TypeConversion() {}

  static Value cast(Compiler compiler, Value value, DataType type, OpType op, String where) {
    if (value.type() == type) {
      return value.as(type, op);
    }
    if (value.literal().isPresent()) {
      return compiler.constant(value.literal().get(), type, op, where);
    }
    if (value.isText() || type == DataType.STRING) {
      return value.isText() ? read(compiler, value, type, op) : spell(compiler, value, op, where);
    }
    return switch (type) {
      case DOUBLE -> value.as(type, op);
      case FLOAT ->
          value.isTruth() ? value.as(type, op) : step(compiler, value, type, op, d -> (float) d);
      case INTEGER ->
          value.isTruth()
              ? value.as(type, op)
              : step(compiler, value, type, op, d -> Types.isWhole(d) ? d : Derived.FAILED);
      case BOOLEAN -> step(compiler, value, type, op, d -> d == 0 || d == 1 ? d : Derived.FAILED);
      default -> throw new UnsupportedException("the type " + type.value() + ", at " + where);
    };
  }

  /** Replaces missing values by a literal. */
  static Value coalesce(Compiler compiler, Value value, Object instead, String where) {
    if (!value.nullable()) {
      return value;
    }
    double held = Types.held(compiler.words(), value.type(), instead, where);
    int to = compiler.register();
    compiler.add(words -> new Derived.Coalesce(value.register(), to, held));
    Value result = Value.of(to, value.type(), value.op(), false);
    if (value.flagged()) {
      result = result.withFlag();
    }
    if (value.words().isPresent()) {
      BitSet codes = (BitSet) value.words().get().clone();
      codes.set((int) held);
      result = result.withWords(codes);
    }
    return result;
  }

  private static Value step(
      Compiler compiler, Value value, DataType type, OpType op, DoubleUnaryOperator function) {
    int to = compiler.register();
    compiler.add(words -> new Derived.Partial(value.register(), to, Double.NaN, function));
    return Value.of(to, type, op, value.nullable());
  }

  /**
   * Parses a text as a number or boolean. A text that the document does not mention may represent
   * one, so it fails.
   */
  private static Value read(Compiler compiler, Value value, DataType type, OpType op) {
    int to = compiler.register();
    compiler.add(
        words -> {
          Map<Double, Double> numbers = new HashMap<>();
          for (int code = 1; code < words.texts().size(); code++) {
            numbers.put((double) code, number(type, words.texts().get(code)));
          }
          return new Derived.Partial(
              value.register(),
              to,
              Double.NaN,
              new Expressions.Table(numbers, words.texts().size(), Derived.FAILED));
        });
    return Value.of(to, type, op, value.nullable());
  }

  private static double number(DataType type, String text) {
    try {
      Object value = Types.parse(type, text);
      double number =
          value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
      return Double.isNaN(number) ? Derived.FAILED : number + 0.0;
    } catch (IllegalArgumentException e) {
      return Derived.FAILED;
    }
  }

  private static Value spell(Compiler compiler, Value value, OpType op, String where) {
    if (!value.isTruth()) {
      throw new UnsupportedException("a number spelled as a text, at " + Text.printable(where));
    }
    int isTrue = compiler.words().code("true");
    int isFalse = compiler.words().code("false");
    BitSet codes = new BitSet();
    codes.set(isTrue);
    codes.set(isFalse);
    return step(compiler, value, DataType.STRING, op, d -> d == 1 ? isTrue : isFalse)
        .withWords(codes);
  }
}
