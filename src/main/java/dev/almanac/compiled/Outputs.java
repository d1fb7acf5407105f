package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;

/**
 * Compiles output fields: a segment's fields for later segments, and checks that no other output
 * field can fail.
 */
final class Outputs {
  private Outputs() {}

  private static List<OutputField> of(Model model) {
    return model.getOutput() == null ? List.of() : model.getOutput().getOutputFields();
  }

  /**
   * Requires that the outermost model has a target with a name, and that none of its output fields
   * can make the evaluator reject a row.
   */
  static void checkTop(Scope scope, Result result) {
    if (scope.model() instanceof MiningModel mining && selects(mining)) {
      Optional<String> requested = scope.target().name();
      if (scope.model().requireMiningFunction() != MiningFunction.CLUSTERING
          && requested.isEmpty()) {
        throw new UnsupportedException("a chain of models that names no target");
      }
    }
    check(scope.model(), result);
  }

  /** Whether the answer of an ensemble is the answer of one of its segments. */
  static boolean selects(MiningModel model) {
    return switch (model.requireSegmentation().requireMultipleModelMethod()) {
      case SELECT_FIRST, MODEL_CHAIN -> true;
      default -> false;
    };
  }

  /** Rejects output fields that can fail, in a model whose output fields have no readers. */
  static void check(Model model, Result result) {
    for (OutputField field : of(model)) {
      boolean fine =
          field.getSegmentId() == null
              && switch (field.getResultFeature()) {
                case PREDICTED_VALUE -> fits(field, result);
                case PROBABILITY -> isProbability(field, result);
                case AFFINITY, CLUSTER_ID, CLUSTER_AFFINITY, ENTITY_AFFINITY ->
                    model.requireMiningFunction() == MiningFunction.CLUSTERING;
                default -> false;
              };
      if (!fine) {
        throw unknown(field);
      }
    }
  }

  private static boolean fits(OutputField field, Result result) {
    DataType type = field.getDataType();
    if (type == null || type == DataType.STRING) {
      return true;
    }
    return result instanceof Result.Numeric && (type == DataType.DOUBLE || type == DataType.FLOAT);
  }

  private static boolean isProbability(OutputField field, Result result) {
    DataType type = field.getDataType();
    return result instanceof Result.Label label
        && !label.probabilities().isEmpty()
        && (type == null || type == DataType.DOUBLE || type == DataType.FLOAT);
  }

  private static UnsupportedException unknown(OutputField field) {
    return new UnsupportedException(
        "the feature '%s' as %s, at the OutputField '%s'"
            .formatted(
                field.getResultFeature().value(),
                field.getDataType() == null ? "any type" : field.getDataType().value(),
                Text.printable(String.valueOf(field.getName()))));
  }

  /**
   * Declares the output fields of a segment for later segments. A row without their values fails,
   * because the evaluator looks them up even where they are not used.
   *
   * @return whether there are any
   */
  static boolean declare(Scope segment, Result result, Scope chain) {
    List<OutputField> fields = of(segment.model());
    for (OutputField field : fields) {
      Value value = required(segment.compiler(), value(segment, result, field));
      segment.declare(field.requireName(), value);
      chain.declare(field.requireName(), value);
    }
    return !fields.isEmpty();
  }

  private static Value value(Scope segment, Result result, OutputField field) {
    if (field.getSegmentId() != null) {
      throw unknown(field);
    }
    Value value =
        switch (field.getResultFeature()) {
          case PREDICTED_VALUE -> predicted(segment.compiler(), result);
          case PROBABILITY -> probability(field, result);
          case TRANSFORMED_VALUE ->
              Expressions.typed(
                  segment, field.requireExpression(), field.getDataType(), field.getOpType());
          default -> throw unknown(field);
        };
    DataType type = field.getDataType() == null ? value.type() : field.getDataType();
    OpType op = field.getOpType() == null ? ApplyCompiler.opOf(type) : field.getOpType();
    return TypeConversion.cast(segment.compiler(), value, type, op, "an OutputField");
  }

  private static Value predicted(Compiler compiler, Result result) {
    if (result instanceof Result.Numeric number) {
      return number.value();
    }
    Result.Label label = (Result.Label) result;
    double[] codes =
        label.labels().stream().mapToDouble(name -> compiler.words().code(name)).toArray();
    BitSet possible = new BitSet();
    for (double code : codes) {
      possible.set((int) code);
    }
    int to = compiler.register();
    compiler.add(
        words ->
            new Derived.Partial(label.register(), to, Double.NaN, index -> codes[(int) index]));
    return Value.of(to, DataType.STRING, OpType.CATEGORICAL, label.nullable()).withWords(possible);
  }

  private static Value probability(OutputField field, Result result) {
    if (!(result instanceof Result.Label label)
        || field.getValue() == null
        || label.probabilities().isEmpty()) {
      throw unknown(field);
    }
    int index = label.labels().indexOf(String.valueOf(field.getValue()));
    if (index < 0) {
      throw unknown(field);
    }
    return Value.of(
        label.probabilities().get(index), DataType.DOUBLE, OpType.CONTINUOUS, label.nullable());
  }

  /** A register that fails where the value is missing. */
  private static Value required(Compiler compiler, Value value) {
    if (!value.nullable()) {
      return value;
    }
    int to = compiler.register();
    compiler.add(
        words -> new Derived.Partial(value.register(), to, Derived.FAILED, number -> number));
    Value required = Value.of(to, value.type(), value.op(), false);
    return value.words().map(required::withWords).orElse(required);
  }

  /** The location of a segment, for messages. */
  static String where(Segment segment) {
    return "the Segment '" + Text.printable(String.valueOf(segment.getId())) + "'";
  }
}
