package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.TextIndex;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.FieldValueUtil;
import org.jpmml.evaluator.Function;
import org.jpmml.evaluator.FunctionRegistry;
import org.jpmml.evaluator.Functions;
import org.jpmml.evaluator.functions.AbstractFunction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Puts bounded functions in the place of those of PMML that can be made to take all time or memory:
 * regular expressions, and texts that grow. Applied to a document before it is scored.
 *
 * <p>They are registered under names with a dot. {@link FunctionCalls} refuses such names, so no
 * document can call them past the checks made here.
 */
final class BoundedFunctions extends AbstractVisitor {
  /** The longest text that they take or make, in characters. */
  static final int LONGEST_TEXT = 1_000;

  private static final String PREFIX = "dev.almanac.pmml.";

  /** A width or precision of four digits or more. */
  private static final Pattern WIDE = Pattern.compile("[0-9]{4}");

  private static final Map<String, Function> BOUNDED =
      Map.of(
          PMMLFunctions.MATCHES, Functions.MATCHES,
          PMMLFunctions.REPLACE, Functions.REPLACE,
          PMMLFunctions.CONCAT, Functions.CONCAT,
          PMMLFunctions.FORMATNUMBER, Functions.FORMAT_NUMBER,
          PMMLFunctions.FORMATDATETIME, Functions.FORMAT_DATETIME);

  private boolean searchesTexts;

  static {
    // The registry is one map for the whole JVM and not made for many threads: written here only.
    BOUNDED.forEach(
        (name, original) -> FunctionRegistry.putFunction(PREFIX + name, new Bounded(original)));
  }

  /** Whether the document looks for terms in texts. */
  boolean searchesTexts() {
    return searchesTexts;
  }

  @Override
  public VisitorAction visit(TextIndex index) {
    searchesTexts = true;
    return super.visit(index);
  }

  @Override
  public VisitorAction visit(Apply apply) {
    String name = apply.getFunction();
    if (name != null && BOUNDED.containsKey(name)) {
      if (name.equals(PMMLFunctions.MATCHES) || name.equals(PMMLFunctions.REPLACE)) {
        checkPattern(apply);
      }
      apply.setFunction(PREFIX + name);
    }
    return super.visit(apply);
  }

  private static void checkPattern(Apply apply) {
    if (apply.getExpressions().size() < 2
        || !(apply.getExpressions().get(1) instanceof Constant constant)
        || constant.getValue() == null) {
      throw PmmlScreen.damaged(
          "the pattern of the function '%s' is no constant, so nobody can tell what it may ask for"
              .formatted(apply.getFunction()),
          null);
    }
    String pattern = constant.getValue().toString();
    String problem = PlainPattern.problem(pattern);
    if (!problem.isEmpty()) {
      throw PmmlScreen.damaged(
          "the pattern '%s' of the function '%s' may not be used: %s"
              .formatted(Text.printable(pattern), apply.getFunction(), problem),
          null);
    }
  }

  /** One of PMML's functions with a limit to what goes in and what comes out. */
  private static final class Bounded extends AbstractFunction {
    private final Function original;

    Bounded(Function original) {
      super(PREFIX + original.getName());
      this.original = original;
    }

    @Override
    public FieldValue evaluate(List<FieldValue> arguments) {
      long length = 0;
      for (FieldValue argument : arguments) {
        if (FieldValueUtil.getValue(argument) instanceof String text) {
          length += text.length();
        }
      }
      check(length, "is given");
      if (original == Functions.FORMAT_NUMBER
          && arguments.size() > 1
          && FieldValueUtil.getValue(arguments.get(1)) instanceof String format
          && WIDE.matcher(format).find()) {
        throw new EvaluationException(
            "The format '" + Text.printable(format) + "' is wider than 999 characters");
      }
      FieldValue result = original.evaluate(arguments);
      if (FieldValueUtil.getValue(result) instanceof String text) {
        check(text.length(), "makes");
      }
      return result;
    }

    private void check(long length, String what) {
      if (length > LONGEST_TEXT) {
        throw new EvaluationException(
            "The function '%s' %s a text of %d characters, more than the %d that are allowed"
                .formatted(original.getName(), what, length, LONGEST_TEXT));
      }
    }
  }
}
