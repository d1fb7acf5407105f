package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;

/**
 * The target of a model and the postprocessing of its numbers.
 *
 * @param name empty if the model names no target
 * @param type the data type of the target
 * @param op the operational type of the target
 * @param categories the labels that the data dictionary lists; empty if it lists none
 * @param rule the range, scale and rounding of a number
 */
record Target(
    Optional<String> name,
    DataType type,
    OpType op,
    List<Object> categories,
    Optional<org.dmg.pmml.Target> rule) {
  static Target of(Scope scope, Optional<MiningField> field) {
    Optional<String> name = field.map(MiningField::requireName);
    Optional<org.dmg.pmml.Target> rule = Optional.empty();
    if (scope.model().getTargets() != null) {
      for (org.dmg.pmml.Target target : scope.model().getTargets().requireTargets()) {
        if (Objects.equals(target.getTargetField(), name.orElse(null))) {
          rule = Optional.of(target);
        }
      }
    }
    if (rule.isPresent() && (rule.get().hasTargetValues() || rule.get().getOpType() != null)) {
      throw new UnsupportedException("a Target with values of its own, at " + scope.where());
    }
    if (field.isEmpty()) {
      boolean number = scope.model().requireMiningFunction() == MiningFunction.REGRESSION;
      boolean floats = scope.model().getMathContext() == MathContext.FLOAT;
      DataType type = !number ? scope.outerLabelType() : floats ? DataType.FLOAT : DataType.DOUBLE;
      return new Target(
          name, type, number ? OpType.CONTINUOUS : OpType.CATEGORICAL, List.of(), rule);
    }
    DataField data =
        scope
            .compiler()
            .dataField(name.orElseThrow())
            .orElseThrow(() -> new UnsupportedException("a target that is no DataField"));
    OpType op = field.get().getOpType() == null ? data.requireOpType() : field.get().getOpType();
    List<Object> categories = new ArrayList<>();
    for (org.dmg.pmml.Value value : data.getValues()) {
      if (value.getProperty() == org.dmg.pmml.Value.Property.VALID) {
        categories.add(value.requireValue());
      }
    }
    return new Target(name, data.requireDataType(), op, categories, rule);
  }

  /** The canonical text of a label. */
  String label(Object category) {
    try {
      return String.valueOf(Types.parse(type, category));
    } catch (IllegalArgumentException e) {
      throw new UnsupportedException(
          "the label '%s', which is no %s"
              .formatted(Text.printable(String.valueOf(category)), type.value()));
    }
  }

  /**
   * The answer for a computed number.
   *
   * @return NaN if there is none, because the number is not a value of the target's type
   */
  double apply(double computed, boolean floats) {
    double value = computed;
    if (rule.isPresent()) {
      value = ruled(rule.get(), value, floats);
    }
    return switch (type) {
      case DOUBLE -> value;
      case FLOAT -> (float) value;
      case INTEGER -> Types.isWhole(value) ? value : Double.NaN;
      default -> throw new UnsupportedException("a number of type " + type.value());
    };
  }

  /** Whether every number is returned as computed. */
  boolean isPlain() {
    return rule.isEmpty() && type == DataType.DOUBLE;
  }

  private static double ruled(org.dmg.pmml.Target rule, double computed, boolean floats) {
    double value = computed;
    if (rule.getMin() != null || rule.getMax() != null) {
      double min = rule.getMin() == null ? Double.NEGATIVE_INFINITY : rule.getMin().doubleValue();
      double max = rule.getMax() == null ? Double.POSITIVE_INFINITY : rule.getMax().doubleValue();
      value = Math.min(Math.max(value, round(min, floats)), round(max, floats));
    }
    value = round(value * round(rule.getRescaleFactor().doubleValue(), floats), floats);
    value = round(value + round(rule.getRescaleConstant().doubleValue(), floats), floats);
    if (rule.getCastInteger() == null) {
      return value;
    }
    return switch (rule.getCastInteger()) {
      case ROUND -> floats ? Math.round((float) value) : Math.round(value);
      case CEILING -> Math.ceil(value);
      case FLOOR -> Math.floor(value);
    };
  }

  /**
   * Rounds to a float if required. Rounding each sum and product of floats in double precision
   * gives the same result as float arithmetic.
   */
  static double round(double value, boolean floats) {
    return floats ? (float) value : value;
  }
}
