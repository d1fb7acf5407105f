package dev.almanac.pmml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.TextIndex;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.model.visitors.FieldRenamer;

/**
 * Corrects the converted functions that count terms:
 *
 * <ul>
 *   <li>the converter numbers its functions by a JVM-wide counter, so that no two exports are
 *       equal; here they are numbered from 1 in each document;
 *   <li>it leaves case sensitivity to the reader, such as {@code K} (Kelvin) and {@code k}; Spark's
 *       comparison is case-sensitive;
 *   <li>its counts are integers, which readers compare with the thresholds of trees, such as 0.5,
 *       as integers.
 * </ul>
 */
final class TextCounts {
  private static final Pattern NAME = Pattern.compile("(tf|tf-idf)@([0-9]+)");

  private TextCounts() {}

  static void refine(PMML pmml) {
    if (pmml.getTransformationDictionary() == null
        || !pmml.getTransformationDictionary().hasDefineFunctions()) {
      return;
    }
    Map<String, String> names = names(pmml.getTransformationDictionary().getDefineFunctions());
    Functions functions = new Functions(names);
    functions.applyTo(pmml);
    new FieldRenamer(functions.fields).applyTo(pmml);
  }

  /** From the converter's names to the new names. */
  private static Map<String, String> names(List<DefineFunction> functions) {
    List<String> numbers = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    for (DefineFunction function : functions) {
      Matcher matcher = NAME.matcher(function.requireName());
      if (matcher.matches()) {
        if (!numbers.contains(matcher.group(2))) {
          numbers.add(matcher.group(2));
        }
        names.put(
            matcher.group(), matcher.group(1) + "@" + (numbers.indexOf(matcher.group(2)) + 1));
      }
    }
    return names;
  }

  /** Renames functions, and finds the new names of the fields that call them. */
  private static final class Functions extends AbstractVisitor {
    private final Map<String, String> names;
    private final Map<String, String> fields = new HashMap<>();

    Functions(Map<String, String> names) {
      this.names = names;
    }

    @Override
    public VisitorAction visit(DefineFunction function) {
      String name = names.get(function.requireName());
      if (name != null) {
        function.setName(name).setDataType(DataType.DOUBLE);
      }
      return super.visit(function);
    }

    @Override
    public VisitorAction visit(TextIndex index) {
      index.setCaseSensitive(true);
      return super.visit(index);
    }

    @Override
    public VisitorAction visit(DerivedField field) {
      if (field.getExpression() instanceof Apply apply) {
        String function = apply.requireFunction();
        String name = names.get(function);
        if (name != null) {
          // The converter names such a field by its function, followed by the term in brackets.
          String rest = field.requireName().substring(function.length());
          fields.put(field.requireName(), name + rest);
          field.setDataType(DataType.DOUBLE);
          apply.setFunction(name);
        }
      }
      return super.visit(field);
    }
  }
}
