package dev.almanac.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.IsNull;
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
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Validates SQL that computes with the columns of one row and has no other effect: every node of
 * the tree that Spark's parser creates must be on an allow list. Quoted names, comments and hints
 * are so judged as Spark interprets them.
 */
public final class PlainSql {
  /** Numeric functions that PMML has too. */
  static final Set<String> FUNCTIONS =
      Set.of("abs", "exp", "greatest", "least", "ln", "log10", "log1p", "pow", "power", "sqrt");

  private static final Set<Class<?>> NODES =
      Set.of(
          Add.class,
          And.class,
          CaseWhen.class,
          Divide.class,
          EqualTo.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          IsNull.class,
          LessThan.class,
          LessThanOrEqual.class,
          Literal.class,
          Multiply.class,
          Not.class,
          Or.class,
          Subtract.class,
          UnaryMinus.class,
          UnaryPositive.class,
          UnresolvedAttribute.class);

  private static final int DEEPEST = 100;

  private static final String TABLE = "__THIS__";

  private PlainSql() {}

  /**
   * Whether a statement is {@code SELECT *, … AS name FROM __THIS__}, where every added column is
   * computed from the columns of its row only.
   */
  public static boolean addsColumns(String statement) {
    // SQLTransformer replaces each occurrence by a table's name, also within quotes.
    if (statement.indexOf(TABLE) != statement.length() - TABLE.length()) {
      return false;
    }
    Optional<LogicalPlan> plan = parsed(statement);
    if (plan.isEmpty() || !(plan.get() instanceof Project project)) {
      return false;
    }
    List<?> columns = ScalaSeqs.list(project.projectList());
    return isThis(project.child())
        && columns.get(0).equals(new UnresolvedStar(scala.Option.empty()))
        && columns.subList(1, columns.size()).stream()
            .allMatch(column -> column instanceof Alias alias && isPlain(alias.child()));
  }

  /** Whether all nodes of an expression are on the allow list. */
  static boolean isPlain(Expression expression) {
    boolean known =
        expression instanceof UnresolvedFunction function
            ? isPlainCall(function)
            : NODES.contains(expression.getClass());
    return known && ScalaSeqs.list(expression.children()).stream().allMatch(PlainSql::isPlain);
  }

  /** Whether a call is of an allowed function, and has arguments and no other clauses. */
  static boolean isPlainCall(UnresolvedFunction function) {
    List<String> name = ScalaSeqs.list(function.nameParts());
    return name.size() == 1
        && FUNCTIONS.contains(name.get(0).toLowerCase(Locale.ROOT))
        && !function.isDistinct()
        && !function.ignoreNulls()
        && function.filter().isEmpty()
        && function.orderingWithinGroup().isEmpty();
  }

  private static boolean isThis(LogicalPlan plan) {
    return plan instanceof UnresolvedRelation relation
        && ScalaSeqs.list(relation.multipartIdentifier()).equals(List.of(TABLE))
        && relation.options().isEmpty()
        && !relation.isStreaming();
  }

  private static Optional<LogicalPlan> parsed(String statement) {
    if (depth(statement) > DEEPEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CatalystSqlParser().parsePlan(statement));
    } catch (RuntimeException e) {
      return Optional.empty();
    } catch (StackOverflowError e) { // nested too deeply
      return Optional.empty();
    } catch (Exception e) { // Scala methods throw checked exceptions without declaring them
      if (e instanceof AnalysisException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e);
    }
  }

  /**
   * The nesting depth of parentheses: the parser does not terminate in reasonable time on
   * thousands.
   */
  static int depth(String statement) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < statement.length(); i++) {
      if (statement.charAt(i) == '(') {
        deepest = Math.max(deepest, ++depth);
      } else if (statement.charAt(i) == ')') {
        depth--;
      }
    }
    return deepest;
  }
}
