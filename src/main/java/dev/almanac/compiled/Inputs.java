package dev.almanac.compiled;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Interval;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.OpType;
import org.dmg.pmml.OutlierTreatmentMethod;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the treatment of inputs: which values are missing or invalid, and their replacements. An
 * input that makes PMML reject the row is marked as failed.
 */
final class Inputs {
  /** Code of a missing text. */
  static final int MISSING = -1;

  /** Code of a text for which PMML rejects the row, or whose treatment is undecided. */
  static final int FAILED = -2;

  private final Compiler compiler;
  private final DataField data;
  private final MiningField mining;
  private final DataType type;
  private final OpType op;
  private final String where;

  private Inputs(Compiler compiler, DataField data, MiningField mining) {
    this.compiler = compiler;
    this.data = data;
    this.mining = mining;
    this.type = data.requireDataType();
    this.op = mining.getOpType() == null ? data.requireOpType() : mining.getOpType();
    this.where = "the field '" + Text.printable(data.requireName()) + "'";
  }

  static Value compile(Compiler compiler, DataField data, MiningField mining) {
    switch (mining.getUsageType()) {
      case ACTIVE, SUPPLEMENTARY -> {}
      default ->
          throw new UnsupportedException(
              "the usage '%s' of an input, at the field '%s'"
                  .formatted(mining.getUsageType().value(), Text.printable(data.requireName())));
    }
    return new Inputs(compiler, data, mining).compile();
  }

  private Value compile() {
    int input = compiler.input(data.requireName());
    if (input < 0) {
      throw new UnsupportedException(where + ", which is no input");
    }
    boolean text = compiler.isText(data.requireName());
    switch (type) {
      case STRING, BOOLEAN, INTEGER, FLOAT, DOUBLE -> {}
      default -> throw new UnsupportedException("the type " + type.value() + ", at " + where);
    }
    if (type == DataType.STRING) {
      if (!text || op == OpType.CONTINUOUS) {
        throw new UnsupportedException("a number as a text, at " + where);
      }
      return text(input);
    }
    if (text && op == OpType.CONTINUOUS) {
      throw new UnsupportedException("a text as a number, at " + where);
    }
    return number(input, text);
  }

  // texts

  private Value text(int input) {
    requireNoOutliers();
    if (!data.getIntervals().isEmpty()) {
      throw new UnsupportedException("an Interval of texts, at " + where);
    }
    Map<Integer, org.dmg.pmml.Value.Property> listed = new HashMap<>();
    for (org.dmg.pmml.Value value : data.getValues()) {
      listed.putIfAbsent(
          compiler.words().code(String.valueOf(value.requireValue())), value.getProperty());
    }
    boolean closed = listed.containsValue(org.dmg.pmml.Value.Property.VALID);
    int missing = missingCode();
    int invalid = invalidCode();
    boolean keepsInvalid = invalid == Integer.MAX_VALUE;
    int register = compiler.register();
    compiler.add(
        words -> {
          int[] codes = new int[words.texts().size()];
          for (int code = 0; code < codes.length; code++) {
            org.dmg.pmml.Value.Property property = listed.get(code);
            if (property == org.dmg.pmml.Value.Property.MISSING) {
              codes[code] = missing;
            } else if (property == org.dmg.pmml.Value.Property.VALID
                || (property == null && !closed)) {
              codes[code] = code;
            } else {
              codes[code] = keepsInvalid ? code : invalid;
            }
          }
          return new TextInput(input, register, codes, missing);
        });
    boolean nullable = missing == MISSING || invalid == MISSING;
    Value value = Value.of(register, type, op, nullable);
    if (keepsInvalid) {
      value = value.withFlag();
    }
    if (!closed || keepsInvalid) {
      return value;
    }
    BitSet possible = new BitSet();
    listed.forEach(
        (code, property) -> possible.set(code, property == org.dmg.pmml.Value.Property.VALID));
    if (missing > 0) {
      possible.set(missing);
    }
    if (invalid > 0) {
      possible.set(invalid);
    }
    return value.withWords(possible);
  }

  private int missingCode() {
    if (refusesMissing()) {
      return FAILED;
    }
    return replacementCode();
  }

  private int replacementCode() {
    Object replacement = mining.getMissingValueReplacement();
    return replacement == null ? MISSING : compiler.words().code(String.valueOf(replacement));
  }

  /** The code of every invalid text; {@link Integer#MAX_VALUE} if each keeps its own. */
  private int invalidCode() {
    Object replacement = mining.getInvalidValueReplacement();
    return switch (mining.getInvalidValueTreatment()) {
      case RETURN_INVALID -> FAILED;
      case AS_MISSING -> replacementCode();
      case AS_IS, AS_VALUE ->
          replacement == null
              ? Integer.MAX_VALUE
              : compiler.words().code(String.valueOf(replacement));
    };
  }

  private boolean refusesMissing() {
    return mining.getMissingValueTreatment() == MissingValueTreatmentMethod.RETURN_INVALID;
  }

  private void requireNoOutliers() {
    if (mining.getOutlierTreatment() != OutlierTreatmentMethod.AS_IS) {
      throw new UnsupportedException("outliers of a category, at " + where);
    }
  }

  // numbers and booleans

  private Value number(int input, boolean text) {
    NumberRule rule = rule();
    int register = compiler.register();
    if (text) {
      compiler.add(
          words -> {
            double[] numbers = new double[words.texts().size()];
            Arrays.fill(numbers, Double.NaN);
            for (int code = 1; code < numbers.length; code++) {
              numbers[code] = parsed(words.texts().get(code));
            }
            return new ParsedInput(input, register, numbers, rule);
          });
    } else {
      compiler.add(words -> new NumberInput(input, register, rule));
    }
    Value value = Value.of(register, type, op, rule.nullable());
    return rule.keepsInvalid() ? value.withFlag() : value;
  }

  private double parsed(String text) {
    try {
      Object value = Types.parse(type, text);
      return value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).doubleValue();
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  private NumberRule rule() {
    List<Double> valid = new ArrayList<>();
    List<Double> invalid = new ArrayList<>();
    List<Double> missing = new ArrayList<>();
    for (org.dmg.pmml.Value value : data.getValues()) {
      double held = held(value.requireValue());
      compiler.words().code(String.valueOf(value.requireValue()));
      switch (value.getProperty()) {
        case VALID -> valid.add(held);
        case INVALID -> invalid.add(held);
        case MISSING -> missing.add(held);
      }
    }
    if (!data.getIntervals().isEmpty() && op != OpType.CONTINUOUS) {
      throw new UnsupportedException("an Interval of categories, at " + where);
    }
    boolean outliers = mining.getOutlierTreatment() != OutlierTreatmentMethod.AS_IS;
    if (outliers && (op != OpType.CONTINUOUS || (low() == null && high() == null))) {
      throw new UnsupportedException("outliers without a range, at " + where);
    }
    InvalidValueTreatmentMethod treatment = mining.getInvalidValueTreatment();
    Object missingReplacement = mining.getMissingValueReplacement();
    Object invalidReplacement = mining.getInvalidValueReplacement();
    double replacement = missingReplacement == null ? Double.NaN : held(missingReplacement);
    return new NumberRule(
        type,
        array(valid),
        array(invalid),
        array(missing),
        ranges(),
        refusesMissing(),
        replacement,
        treatment == InvalidValueTreatmentMethod.RETURN_INVALID
            ? NumberRule.Invalid.FAILS
            : treatment == InvalidValueTreatmentMethod.AS_MISSING
                ? NumberRule.Invalid.IS_MISSING
                : invalidReplacement == null
                    ? NumberRule.Invalid.STAYS
                    : NumberRule.Invalid.IS_REPLACED,
        invalidReplacement == null ? Double.NaN : held(invalidReplacement),
        outliers,
        mining.getOutlierTreatment() == OutlierTreatmentMethod.AS_MISSING_VALUES,
        bound(low(), Double.NEGATIVE_INFINITY),
        bound(high(), Double.POSITIVE_INFINITY));
  }

  private @Nullable Number low() {
    return mining.getLowValue();
  }

  private @Nullable Number high() {
    return mining.getHighValue();
  }

  private double bound(@Nullable Number number, double none) {
    return number == null ? none : held(number);
  }

  private double held(Object literal) {
    return Types.held(compiler.words(), type, literal, where);
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The valid intervals, see {@link Ranges}. */
  private double[] ranges() {
    List<Interval> intervals = data.getIntervals();
    double[] ranges = new double[intervals.size() * 4];
    for (int i = 0; i < intervals.size(); i++) {
      Ranges.put(intervals.get(i), ranges, i * 4, where);
    }
    return ranges;
  }
}
