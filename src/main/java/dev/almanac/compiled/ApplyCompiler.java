package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.ParameterField;

/** Compiles Apply elements: calls of built-in and user-defined functions. */
final class ApplyCompiler {
  private static final int DEEPEST = 50;

  private final NameResolver names;
  private final Compiler compiler;

  ApplyCompiler(NameResolver names) {
    this.names = names;
    this.compiler = names.compiler();
  }

  Value compile(Apply apply, Optional<DataType> required) {
    List<Value> arguments = Expressions.all(names, apply.getExpressions());
    Value result = call(apply.requireFunction(), arguments, required);
    if (result.flagged()) {
      throw new UnsupportedException(
          "the function '%s' of a value that may be invalid, at %s"
              .formatted(Text.printable(apply.requireFunction()), names.where()));
    }
    Object ifMissing = apply.getMapMissingTo();
    if (ifMissing != null && arguments.stream().anyMatch(Value::nullable)) {
      result = replaced(apply.requireFunction(), result, arguments, ifMissing, required);
    }
    Object otherwise = apply.getDefaultValue();
    if (otherwise != null && result.nullable()) {
      result =
          TypeConversion.coalesce(compiler, ofType(result, required), otherwise, names.where());
    }
    return result;
  }

  /** Requires a known type of the result, because a literal replaces it and needs the same type. */
  private Value ofType(Value result, Optional<DataType> required) {
    if (required.isEmpty() && !result.isText()) {
      throw new UnsupportedException(
          "mapMissingTo or defaultValue of a number within an expression, at " + names.where());
    }
    DataType type = required.orElse(DataType.STRING);
    return TypeConversion.cast(compiler, result, type, result.op(), names.where());
  }

  private Value replaced(
      String function,
      Value result,
      List<Value> arguments,
      Object instead,
      Optional<DataType> required) {
    if (function.equals(PMMLFunctions.IF) && arguments.size() > 1) {
      throw new UnsupportedException("mapMissingTo of the function 'if', at " + names.where());
    }
    Value typed = ofType(result, required);
    double held = Types.held(compiler.words(), typed.type(), instead, names.where());
    int[] looked = arguments.stream().mapToInt(Value::register).toArray();
    int to = compiler.register();
    compiler.add(words -> new MissingArguments(typed.register(), looked, to, held));
    // The literal is a further possible text, so the set of possible texts is left unknown.
    return Value.of(to, typed.type(), typed.op(), typed.nullable());
  }

  private Value call(String function, List<Value> arguments, Optional<DataType> required) {
    Optional<Value> builtIn =
        new Functions(compiler, names.where()).call(function, arguments, required);
    if (builtIn.isPresent()) {
      return builtIn.get();
    }
    DefineFunction own =
        compiler
            .function(function)
            .orElseThrow(
                () ->
                    new UnsupportedException(
                        "the function '%s', at %s"
                            .formatted(Text.printable(function), names.where())));
    return ownFunction(own, arguments);
  }

  private Value ownFunction(DefineFunction function, List<Value> arguments) {
    List<ParameterField> parameters = function.getParameterFields();
    if (parameters.size() != arguments.size() || names.depth() >= DEEPEST) {
      throw new UnsupportedException(
          String.format(
              Locale.ROOT,
              "a call of the function '%s' with %d arguments, %d calls deep",
              Text.printable(function.requireName()),
              arguments.size(),
              names.depth()));
    }
    Map<String, Value> known = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i);
      ParameterField parameter = parameters.get(i);
      known.put(
          parameter.requireName(),
          TypeConversion.cast(
              compiler,
              argument,
              parameter.getDataType() == null ? argument.type() : parameter.getDataType(),
              parameter.getOpType() == null ? argument.op() : parameter.getOpType(),
              names.where()));
    }
    return Expressions.typed(
        new Inside(compiler, function, known, names.depth() + 1),
        function.requireExpression(),
        function.getDataType(),
        function.getOpType());
  }

  /** The scope of a function's own expression: its parameters and derived fields. */
  private record Inside(
      Compiler compiler, DefineFunction function, Map<String, Value> known, int depth)
      implements NameResolver {
    @Override
    public Value resolve(String name) {
      Value value = known.get(name);
      if (value != null) {
        return value;
      }
      for (DerivedField field : function.getDerivedFields()) {
        if (field.requireName().equals(name)) {
          Value derived =
              Expressions.derived(new Inside(compiler, function, known, depth + 1), field);
          known.put(name, derived);
          return derived;
        }
      }
      throw new UnsupportedException(
          "'%s', which is no parameter, at %s".formatted(Text.printable(name), where()));
    }

    @Override
    public String where() {
      return "the function '" + Text.printable(function.requireName()) + "'";
    }
  }

  /** Replaces the result by a literal where an argument is missing. */
  private static final class MissingArguments implements Step {
    private final int from;
    private final int[] arguments;
    private final int to;
    private final double instead;

    MissingArguments(int from, int[] arguments, int to, double instead) {
      this.from = from;
      this.arguments = arguments;
      this.to = to;
      this.instead = instead;
    }

    @Override
    public void run(VectorRegisters lanes) {
      long missing = 0;
      long failed = 0;
      for (int argument : arguments) {
        missing |= lanes.missing[argument];
        failed |= lanes.failed[argument];
      }
      double[] values = lanes.values[from];
      double[] results = lanes.values[to];
      for (int row = 0; row < lanes.rows; row++) {
        results[row] = (missing >>> row & 1) == 0 ? values[row] : instead;
      }
      lanes.missing[to] = lanes.missing[from] & ~missing;
      lanes.failed[to] = ((lanes.failed[from] & ~missing) | failed) & lanes.live;
    }
  }

  /** The operational type of a result of a data type. */
  static OpType opOf(DataType type) {
    return type == DataType.STRING || type == DataType.BOOLEAN
        ? OpType.CATEGORICAL
        : OpType.CONTINUOUS;
  }

  /** A modifiable copy of a list. */
  static <T> List<T> copy(List<T> list) {
    return new ArrayList<>(list);
  }
}
