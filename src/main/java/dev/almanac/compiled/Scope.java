package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.OutlierTreatmentMethod;

/** The fields that one model of a document sees, and the registers that hold them. */
final class Scope implements NameResolver {
  private final Compiler compiler;
  private final Model model;
  private final Optional<Scope> parent;
  private final Map<String, MiningField> schema = new HashMap<>();
  private final Map<String, DerivedField> local = new HashMap<>();
  private final Map<String, Value> known = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> begun = new HashSet<>();

  Scope(Compiler compiler, Model model, Optional<Scope> parent) {
    this.compiler = compiler;
    this.model = model;
    this.parent = parent;
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      schema.put(field.requireName(), field);
    }
    if (model.getLocalTransformations() != null) {
      for (DerivedField field : model.getLocalTransformations().getDerivedFields()) {
        local.put(field.requireName(), field);
      }
    }
    if (parent.isPresent()) {
      schema.values().forEach(this::requirePlain);
    }
  }

  @Override
  public Compiler compiler() {
    return compiler;
  }

  Model model() {
    return model;
  }

  Optional<Scope> parent() {
    return parent;
  }

  /** Declares an output field of a segment for later segments. */
  void declare(String name, Value value) {
    outputs.add(name);
    known.put(name, value);
  }

  /** The value of a field in this model. */
  @Override
  public Value resolve(String name) {
    Value value = known.get(name);
    if (value == null) {
      if (!begun.add(name)) {
        throw new UnsupportedException(
            "the field '%s', which is derived from itself".formatted(Text.printable(name)));
      }
      value = find(name);
      known.put(name, value);
    }
    return value;
  }

  private Value find(String name) {
    MiningField mining = schema.get(name);
    Optional<DataField> data = compiler.dataField(name);
    if (mining == null) {
      DerivedField derived = local.get(name);
      if (derived != null) {
        return Expressions.derived(this, derived);
      }
      Optional<DerivedField> global = compiler.derivedField(name);
      if (global.isPresent()) {
        return parent.isPresent()
            ? parent.get().resolve(name)
            : Expressions.derived(this, global.get());
      }
      throw new UnsupportedException(
          "the field '%s', which %s does not name in its MiningSchema"
              .formatted(Text.printable(name), where()));
    }
    if (data.isPresent()) {
      return parent.isPresent()
          ? parent.get().resolve(name)
          : Inputs.compile(compiler, data.get(), mining);
    }
    for (Optional<Scope> above = parent; above.isPresent(); above = above.get().parent) {
      if (above.get().outputs.contains(name) || above.get().local.containsKey(name)) {
        return parent.orElseThrow().resolve(name);
      }
    }
    throw new UnsupportedException(
        "the field '%s', which nothing defines".formatted(Text.printable(name)));
  }

  /** The location in the document, for people. */
  @Override
  public String where() {
    return model.getClass().getSimpleName();
  }

  /** Requires that a nested model does not treat the values of its fields again. */
  private void requirePlain(MiningField field) {
    Optional<DataField> data = compiler.dataField(field.requireName());
    boolean sameOp =
        field.getOpType() == null
            || (data.isPresent() && data.get().getOpType() == field.getOpType());
    InvalidValueTreatmentMethod invalid = field.getInvalidValueTreatment();
    boolean plain =
        sameOp
            && field.getInvalidValueReplacement() == null
            && field.getMissingValueReplacement() == null
            && (invalid == InvalidValueTreatmentMethod.RETURN_INVALID
                || invalid == InvalidValueTreatmentMethod.AS_IS)
            && field.getOutlierTreatment() == OutlierTreatmentMethod.AS_IS;
    boolean target =
        field.getUsageType() == MiningField.UsageType.TARGET
            || field.getUsageType() == MiningField.UsageType.PREDICTED;
    if (!plain && !target) {
      throw new UnsupportedException(
          "the MiningField '%s' of a %s within another model, which treats its values once more"
              .formatted(Text.printable(field.requireName()), where()));
    }
  }

  /** The target of the model. */
  Target target() {
    Optional<MiningField> found = Optional.empty();
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      switch (field.getUsageType()) {
        case TARGET, PREDICTED -> {
          if (found.isPresent()) {
            throw new UnsupportedException("more than one target, at " + where());
          }
          found = Optional.of(field);
        }
        default -> {}
      }
    }
    return Target.of(this, found);
  }

  /**
   * The type of a target that the model does not name: the target type of the ensemble that
   * contains it.
   */
  DataType outerLabelType() {
    if (parent.isPresent()) {
      Scope outer = parent.get();
      if (outer.model.requireMiningFunction() == model.requireMiningFunction()) {
        return outer.target().type();
      }
    }
    return DataType.STRING;
  }

  /** Whether the operational type of a categorical target is ordinal. */
  static boolean isOrdinal(Optional<OpType> op) {
    return op.filter(type -> Objects.equals(type, OpType.ORDINAL)).isPresent();
  }
}
