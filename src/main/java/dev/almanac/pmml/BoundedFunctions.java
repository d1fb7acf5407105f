package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.Expression;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.TextIndex;
import org.dmg.pmml.Visitor;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.EvaluationContext;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.ExpressionUtil;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.FieldValueUtil;
import org.jpmml.evaluator.JavaExpression;
import org.jpmml.model.visitors.ExpressionFilterer;

/**
 * Bounds the PMML functions that can take unlimited time or memory: regular expressions, and
 * functions that make texts longer. Applied to a document before it is scored. Wraps each call in
 * an expression that checks its arguments and result; the library's function table, which is shared
 * by the JVM, is not changed.
 */
final class BoundedFunctions extends ExpressionFilterer {
  /** Maximum length of a text argument or result, in characters. */
  static final int LONGEST_TEXT = 1_000;

  /** A width or precision of four digits or more. */
  private static final Pattern WIDE = Pattern.compile("[0-9]{4}");

  private static final Set<String> BOUNDED =
      Set.of(
          PMMLFunctions.MATCHES,
          PMMLFunctions.REPLACE,
          PMMLFunctions.CONCAT,
          PMMLFunctions.FORMATNUMBER,
          PMMLFunctions.FORMATDATETIME);

  private boolean searchesTexts;

  /** Whether the document counts terms in texts. */
  boolean searchesTexts() {
    return searchesTexts;
  }

  @Override
  public VisitorAction visit(TextIndex index) {
    searchesTexts = true;
    return super.visit(index);
  }

  @Override
  public Expression filter(Expression expression) {
    if (!(expression instanceof Apply apply) || !BOUNDED.contains(apply.requireFunction())) {
      return expression;
    }
    String name = apply.requireFunction();
    if (name.equals(PMMLFunctions.MATCHES) || name.equals(PMMLFunctions.REPLACE)) {
      checkPattern(apply);
    }
    return new BoundedCall(apply);
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

  /** A function call with limits on arguments and result. Thread-safe. */
  static final class BoundedCall extends JavaExpression {
    private static final long serialVersionUID = 1L;

    private final Apply apply;

    BoundedCall(Apply apply) {
      this.apply = apply;
    }

    /** The name of the called function. */
    String function() {
      return apply.requireFunction();
    }

    /** Visitors see the wrapped call. */
    @Override
    public VisitorAction accept(Visitor visitor) {
      return apply.accept(visitor);
    }

    @Override
    public FieldValue evaluate(EvaluationContext context) {
      Arguments given = new Arguments();
      Apply call =
          new Apply(function())
              .setMapMissingTo(apply.getMapMissingTo())
              .setDefaultValue(apply.getDefaultValue())
              .setInvalidValueTreatment(apply.getInvalidValueTreatment());
      for (Expression argument : apply.getExpressions()) {
        call.addExpressions(new Argument(argument, given));
      }
      FieldValue result = ExpressionUtil.evaluate(call, context);
      if (FieldValueUtil.getValue(result) instanceof String text) {
        check(text.length(), "makes");
      }
      return result;
    }

    private void check(long length, String what) {
      if (length > LONGEST_TEXT) {
        throw new EvaluationException(
            String.format(
                Locale.ROOT,
                "The function '%s' %s a text of %d characters, more than the %d that are allowed",
                function(),
                what,
                length,
                LONGEST_TEXT));
      }
    }

    /** Total number of characters of one call's arguments so far. */
    private static final class Arguments {
      private long length;
      private int count;
    }

    /** An argument of one call, whose length is counted. */
    private final class Argument extends JavaExpression {
      private static final long serialVersionUID = 1L;

      private final Expression expression;
      private final transient Arguments given;

      Argument(Expression expression, Arguments given) {
        this.expression = expression;
        this.given = given;
      }

      @Override
      public FieldValue evaluate(EvaluationContext context) {
        FieldValue value = ExpressionUtil.evaluate(expression, context);
        given.count++;
        if (FieldValueUtil.getValue(value) instanceof String text) {
          given.length += text.length();
          check(given.length, "is given");
          if (given.count == 2
              && function().equals(PMMLFunctions.FORMATNUMBER)
              && WIDE.matcher(text).find()) {
            throw new EvaluationException(
                "The format '" + Text.printable(text) + "' is wider than 999 characters");
          }
        }
        return value;
      }
    }
  }
}
