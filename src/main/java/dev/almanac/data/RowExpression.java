package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import scala.Tuple2;

/**
 * A numeric SQL expression on the numbers of one row. Spark's parser reads it, and it is rewritten
 * to a form that all engines compute alike: all numbers are DOUBLE, and an operation without a
 * finite result (a division by 0, the logarithm of a negative number, an overflow) returns a
 * constant of the job file, since engines differ in these cases.
 */
public final class RowExpression {
  /**
   * The length limit: longer expressions cause problems in the parser or in consumers of the model.
   */
  private static final int LONGEST = 50_000;

  private static final int LONGEST_TEXT = 1_000;

  private static final String LARGEST = Double.MAX_VALUE + "D";

  private final String text;
  private final double standIn;

  private RowExpression(String text, double standIn) {
    this.text = text;
    this.standIn = standIn;
  }

  /**
   * Parses an expression.
   *
   * @param undefined replacement for a result that is not finite
   * @throws IllegalArgumentException with what cannot be exported and what to write instead
   */
  public static RowExpression of(String text, double undefined) {
    RowExpression expression = new RowExpression(text, undefined);
    expression.columns();
    return expression;
  }

  /** The columns of the expression, in order of occurrence. */
  public List<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    sql(
        name -> {
          columns.add(name);
          return ExactNames.quoted(name);
        });
    return List.copyOf(columns);
  }

  /**
   * The expression as SQL.
   *
   * @param column maps the name of a column to its quoted form
   */
  public String sql(UnaryOperator<String> column) {
    return new Writer(literal(standIn), column).written(parsed(text));
  }

  private static Expression parsed(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "it has %d characters, more than %d; compute it in the source query",
              text.length(),
              LONGEST_TEXT));
    }
    try {
      return new CatalystSqlParser().parseExpression(text);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(inQuery("it nests too deeply", text), e);
    } catch (Exception e) { // Scala methods throw checked exceptions without declaring them
      throw new IllegalArgumentException(
          "'%s' is no SQL expression: %s"
              .formatted(
                  Text.printable(text),
                  Text.printable(
                      String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(""))),
          e);
    }
  }

  /** Rewrites an expression tree. */
  private record Writer(String undefined, UnaryOperator<String> column) {
    String written(Expression root) {
      return finite(number(root));
    }

    private String number(Expression node) {
      return checked(plainNumber(node));
    }

    private String plainNumber(Expression node) {
      if (node instanceof Literal literal && literal.value() instanceof Number number) {
        return literal(number.doubleValue());
      }
      if (node instanceof Literal literal
          && literal.value() instanceof org.apache.spark.sql.types.Decimal decimal) {
        return literal(decimal.toDouble());
      }
      if (node instanceof UnresolvedAttribute attribute) {
        return column(attribute);
      }
      if (node instanceof UnaryMinus minus) {
        return "(0.0D - %s)".formatted(number(minus.child()));
      }
      if (node instanceof UnaryPositive plus) {
        return number(plus.child());
      }
      if (node instanceof Add add) {
        return "(%s + %s)".formatted(number(add.left()), number(add.right()));
      }
      if (node instanceof Subtract subtract) {
        return "(%s - %s)".formatted(number(subtract.left()), number(subtract.right()));
      }
      if (node instanceof Multiply multiply) {
        return "(%s * %s)".formatted(number(multiply.left()), number(multiply.right()));
      }
      if (node instanceof Divide divide) {
        String dividend = number(divide.left());
        String divisor = operand(divide.right());
        return finite(
            "CASE WHEN %s = 0.0D THEN %s ELSE %s / %s END"
                .formatted(divisor, undefined, dividend, divisor));
      }
      if (node instanceof CaseWhen cases) {
        return cases(cases);
      }
      if (node instanceof UnresolvedFunction function) {
        return call(function);
      }
      throw refused(node);
    }

    private String cases(CaseWhen cases) {
      StringBuilder sql = new StringBuilder("CASE");
      for (Tuple2<Expression, Expression> branch : ScalaSeqs.list(cases.branches())) {
        sql.append(" WHEN %s THEN %s".formatted(condition(branch._1()), number(branch._2())));
      }
      if (cases.elseValue().isEmpty()) {
        throw new IllegalArgumentException(
            "a CASE without ELSE is null where no condition holds; write ELSE with a number");
      }
      return sql.append(" ELSE %s END".formatted(number(cases.elseValue().get()))).toString();
    }

    private String call(UnresolvedFunction function) {
      String name = ScalaSeqs.list(function.nameParts()).get(0).toLowerCase(Locale.ROOT);
      List<Expression> arguments = ScalaSeqs.list(function.arguments());
      if (name.equals("if") && arguments.size() == 3 && function.nameParts().size() == 1) {
        return "CASE WHEN %s THEN %s ELSE %s END"
            .formatted(
                condition(arguments.get(0)), number(arguments.get(1)), number(arguments.get(2)));
      }
      if (!PlainSql.isPlainCall(function)) {
        throw refused(function);
      }
      List<String> operands = new ArrayList<>();
      arguments.forEach(argument -> operands.add(operand(argument)));
      boolean fits =
          switch (name) {
            case "greatest", "least" -> operands.size() >= 2;
            case "pow", "power" -> operands.size() == 2;
            default -> operands.size() == 1;
          };
      if (!fits) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s has %d arguments here", name, operands.size()));
      }
      String first = operands.get(0);
      String called = "%s(%s)".formatted(name, String.join(", ", operands));
      return switch (name) {
        case "ln", "log10" -> guarded(first + " > 0.0D", called);
        case "log1p" -> guarded(first + " > -1.0D", called);
        case "sqrt" -> guarded(first + " >= 0.0D", called);
        case "exp" -> finite(called);
        case "pow", "power" -> power(first, arguments.get(1), finite(called));
        default -> called;
      };
    }

    /**
     * A power whose result is checked: a negative base has no power of a fraction such as 0.5, and
     * 0 none of -1.
     */
    private String power(String base, Expression exponent, String called) {
      double known =
          exponent instanceof Literal literal
              ? Double.parseDouble(String.valueOf(literal.value()))
              : Double.NaN;
      if (known >= 1 && known == Math.rint(known)) {
        return called;
      }
      return guarded(base + (known > 0 ? " >= 0.0D" : " > 0.0D"), called);
    }

    private String condition(Expression node) {
      if (node instanceof And and) {
        return "(%s AND %s)".formatted(condition(and.left()), condition(and.right()));
      }
      if (node instanceof Or or) {
        return "(%s OR %s)".formatted(condition(or.left()), condition(or.right()));
      }
      if (node instanceof Not not) {
        return "(NOT %s)".formatted(condition(not.child()));
      }
      if (node instanceof LessThan less) {
        return compared(less.left(), "<", less.right());
      }
      if (node instanceof LessThanOrEqual less) {
        return compared(less.left(), "<=", less.right());
      }
      if (node instanceof GreaterThan greater) {
        return compared(greater.left(), ">", greater.right());
      }
      if (node instanceof GreaterThanOrEqual greater) {
        return compared(greater.left(), ">=", greater.right());
      }
      if (node instanceof EqualTo equal) {
        return compared(equal.left(), "=", equal.right());
      }
      throw refused(node);
    }

    private String compared(Expression left, String sign, Expression right) {
      return "(%s %s %s)".formatted(operand(left), sign, operand(right));
    }

    /** An operand that is finite and not -0.0, since engines order -0.0 and NaN differently. */
    private String operand(Expression node) {
      String sql = number(node);
      if (node instanceof Literal) {
        return sql;
      }
      return "(%s + 0.0D)".formatted(node instanceof UnresolvedAttribute ? sql : finite(sql));
    }

    private String column(UnresolvedAttribute attribute) {
      List<String> parts = ScalaSeqs.list(attribute.nameParts());
      if (parts.size() != 1) {
        throw new IllegalArgumentException(
            "'%s' is a field of a struct; take it out in the source query"
                .formatted(Text.printable(String.join(".", parts))));
      }
      return column.apply(parts.get(0));
    }

    private String finite(String sql) {
      return checked(
          sql.startsWith("`") && sql.indexOf('`', 1) == sql.length() - 1
              ? sql
              : guarded("%1$s <= %2$s AND %1$s >= -%2$s".formatted(sql, LARGEST), sql));
    }

    private String guarded(String condition, String sql) {
      return "CASE WHEN %s THEN %s ELSE %s END".formatted(condition, sql, undefined);
    }
  }

  private static String checked(String sql) {
    if (sql.length() > LONGEST) {
      throw new IllegalArgumentException(
          "it nests too deeply to be checked at every step; compute it in the source query");
    }
    return sql;
  }

  private static IllegalArgumentException refused(Expression node) {
    String sql = node.sql();
    String what =
        node instanceof UnresolvedFunction function
            ? "the function " + String.join(".", ScalaSeqs.list(function.nameParts()))
            : "'" + Text.printable(sql) + "'";
    return new IllegalArgumentException(
        inQuery(
            "%s cannot be exported to PMML with the same meaning (what can: + - * /, comparisons with AND OR NOT, CASE, if, %s, numbers and numeric features)"
                .formatted(what, String.join(", ", PlainSql.FUNCTIONS.stream().sorted().toList())),
            sql));
  }

  private static String inQuery(String what, String sql) {
    return "%s; compute it in the source query: SELECT …, %s AS my_number"
        .formatted(what, Text.printable(sql));
  }

  private static String literal(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " is no finite number");
    }
    return (value == 0 ? 0.0 : value) + "D";
  }
}
