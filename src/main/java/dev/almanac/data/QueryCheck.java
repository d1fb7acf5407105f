package dev.almanac.data;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Option;
import scala.Tuple2;

/**
 * Checks a job's query with Spark's parser, without a session or data. It finds syntax errors,
 * statements other than queries, tables that are not sources, and parameters without a value.
 * Columns and functions can be checked only with the data.
 */
public final class QueryCheck {
  private static final String RUN_DATE = "run_date";
  private static final String PARAMETER = ":" + RUN_DATE;
  private static final String QUOTED =
      PARAMETER + " is within quotes, where it is a text and no date; write it without them";
  private static final int DEEPEST = 100;

  /**
   * An error in a query.
   *
   * @param offset its position, in characters from the beginning
   */
  public record Finding(int offset, String what) {}

  private final String query;
  private final Collection<String> sources;
  private final List<Finding> findings = new ArrayList<>();

  private QueryCheck(String query, Collection<String> sources) {
    this.query = query;
    this.sources = sources;
  }

  /**
   * The errors in a query, in the order of its text; empty if none can be found without data.
   *
   * @param sources the names of the tables that it may read
   */
  public static List<Finding> check(String query, Collection<String> sources) {
    QueryCheck check = new QueryCheck(query, sources);
    check.run();
    return check.findings.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Finding::offset))
        .toList();
  }

  private void run() {
    String bare = query.replaceAll(";\\s*$", "");
    if (PlainSql.depth(bare) > DEEPEST) {
      return; // too deep for the parser; the run decides
    }
    try {
      LogicalPlan plan = new CatalystSqlParser().parsePlan(bare);
      if (!(plan instanceof Command) && isQuery(bare)) {
        plan(plan, Set.of());
      } else {
        findings.add(
            new Finding(
                0, "is a statement that gives no rows; a query begins with SELECT or WITH"));
      }
    } catch (StackOverflowError e) {
      findings.add(new Finding(0, "is nested too deeply"));
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      if (!(e instanceof ParseException parse)) {
        throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
      }
      syntax(parse);
    }
  }

  /**
   * Whether the statement is valid in parentheses, where only a query is; the run puts it there.
   */
  private static boolean isQuery(String bare) {
    try {
      new CatalystSqlParser().parsePlan("SELECT * FROM (" + bare + "\n)");
      return true;
    } catch (Exception e) {
      if (e instanceof ParseException) {
        return false;
      }
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  private void syntax(ParseException e) {
    int offset = offset(e.start());
    String message = SparkFailures.firstLine(e);
    if (query.substring(0, offset).stripTrailing().endsWith(";")) {
      message = "is more than one statement; a query is one, and nothing comes after its ;";
    } else if (message.contains("'" + PARAMETER + "'")) { // DATE ':run_date'
      message = QUOTED + ": it is a DATE already";
    }
    findings.add(new Finding(offset, message));
  }

  private void plan(LogicalPlan plan, Set<String> known) {
    if (plan instanceof UnresolvedRelation relation) {
      table(relation, known);
    } else if (plan instanceof RelationTimeTravel travel) {
      plan(travel.relation(), known);
    } else if (plan instanceof UnresolvedWith with) {
      Set<String> names = new HashSet<>(known);
      List<Tuple2<String, SubqueryAlias>> relations = ScalaSeqs.list(with.cteRelations());
      relations.forEach(relation -> names.add(lower(relation._1())));
      relations.forEach(relation -> plan(relation._2(), names));
      plan(with.child(), names);
      return;
    }
    ScalaSeqs.list(plan.children()).forEach(child -> plan(child, known));
    ScalaSeqs.list(plan.expressions()).forEach(expression -> expression(expression, known));
  }

  private void expression(Expression expression, Set<String> known) {
    if (expression instanceof PlanExpression<?> inner && inner.plan() instanceof LogicalPlan plan) {
      plan(plan, known);
    } else if (expression instanceof NamedParameter parameter) {
      parameter(":" + parameter.name(), parameter);
    } else if (expression instanceof PosParameter parameter) {
      parameter("?", parameter);
    } else if (expression instanceof Literal literal
        && String.valueOf(literal.value()).contains(PARAMETER)) {
      findings.add(new Finding(offset(literal.origin()), QUOTED));
    }
    ScalaSeqs.list(expression.children()).forEach(child -> expression(child, known));
  }

  private void parameter(String name, Expression parameter) {
    if (!name.equals(PARAMETER)) {
      findings.add(
          new Finding(
              offset(parameter.origin()),
              "the parameter %s has no value%s; the only one is %s"
                  .formatted(
                      Text.printable(name), Text.didYouMean(name, List.of(PARAMETER)), PARAMETER)));
    }
  }

  private void table(UnresolvedRelation relation, Set<String> known) {
    List<String> parts = ScalaSeqs.list(relation.multipartIdentifier());
    String name = String.join(".", parts);
    boolean isKnown =
        parts.size() == 1
            && (known.contains(lower(name)) || sources.stream().anyMatch(name::equalsIgnoreCase));
    if (!isKnown) {
      findings.add(
          new Finding(
              offset(relation.origin()),
              "'%s' is no source of this job%s; %s"
                  .formatted(
                      Text.printable(name),
                      Text.didYouMean(name, sources),
                      parts.size() == 1
                          ? "its sources are " + Text.few(List.copyOf(new TreeSet<>(sources)))
                          : "a query reads sources alone, so that the run knows their versions: write sources { x { table = \"%s\" } } and read x"
                              .formatted(Text.printable(name)))));
    }
  }

  /** The offset of a node in characters; Spark counts code points. */
  private int offset(Origin origin) {
    Option<Object> index = origin.startIndex();
    if (index.isDefined()) {
      return fromCodePoints(0, ((Number) index.get()).intValue());
    }
    if (origin.line().isEmpty() || origin.startPosition().isEmpty()) {
      return 0;
    }
    int start = 0;
    for (int line = 1; line < ((Number) origin.line().get()).intValue(); line++) {
      start = query.indexOf('\n', start) + 1;
    }
    return fromCodePoints(start, ((Number) origin.startPosition().get()).intValue());
  }

  private int fromCodePoints(int start, int count) {
    int there = query.codePointCount(start, query.length());
    return query.offsetByCodePoints(start, Math.min(count, there));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
