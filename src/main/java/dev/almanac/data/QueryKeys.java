package dev.almanac.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Tuple2;

/**
 * As {@link KeyOrigin}, but from the text of the query, without a session or data. It follows names
 * through subqueries and WITH; what depends on the tables' columns is left to the run.
 */
public final class QueryKeys {
  private static final Set<String> MAKERS =
      Set.of("row_number", "monotonically_increasing_id", "uuid", "rand", "random", "randn");

  private QueryKeys() {}

  /**
   * Warnings about unstable keys, one for each key.
   *
   * @param query a query without errors according to {@link QueryCheck}
   */
  public static List<String> warnings(String query, List<String> keys) {
    LogicalPlan plan;
    try {
      plan = new CatalystSqlParser().parsePlan(query.replaceAll(";\\s*$", ""));
    } catch (Exception | StackOverflowError e) { // the run decides
      return List.of();
    }
    List<String> warnings = new ArrayList<>();
    for (String key : keys) {
      inPlan(plan, key, Map.of()).ifPresent(maker -> warnings.add(KeyOrigin.warning(key, maker)));
    }
    return warnings;
  }

  /** The function that computes a column of a plan, if it is one of {@link #MAKERS}. */
  private static Optional<String> inPlan(
      LogicalPlan plan, String column, Map<String, LogicalPlan> named) {
    if (plan instanceof UnresolvedRelation relation) {
      String name = lower(String.join(".", ScalaSeqs.list(relation.multipartIdentifier())));
      if (!named.containsKey(name)) {
        return Optional.empty();
      }
      Map<String, LogicalPlan> others = new HashMap<>(named);
      return inPlan(others.remove(name), column, others);
    }
    if (plan instanceof UnresolvedWith with) {
      Map<String, LogicalPlan> names = new HashMap<>(named);
      List<Tuple2<String, SubqueryAlias>> relations = ScalaSeqs.list(with.cteRelations());
      relations.forEach(relation -> names.put(lower(relation._1()), relation._2()));
      return inPlan(with.child(), column, names);
    }
    List<LogicalPlan> children = ScalaSeqs.list(plan.children());
    for (Expression expression : ScalaSeqs.list(plan.expressions())) {
      if (expression instanceof Alias alias && alias.name().equalsIgnoreCase(column)) {
        return inExpression(alias.child(), children, named);
      }
    }
    return selects(plan, column) ? inPlans(children, column, named) : Optional.empty();
  }

  /** Whether a column of that name may come from a child of the plan. */
  private static boolean selects(LogicalPlan plan, String column) {
    return !plan.nodeName().equals("Project")
        || ScalaSeqs.list(plan.expressions()).stream()
            .anyMatch(
                each ->
                    each instanceof Star
                        || (each instanceof UnresolvedAttribute attribute
                            && last(attribute.nameParts()).equalsIgnoreCase(column)));
  }

  private static Optional<String> inPlans(
      List<LogicalPlan> plans, String column, Map<String, LogicalPlan> named) {
    return plans.stream().flatMap(plan -> inPlan(plan, column, named).stream()).findFirst();
  }

  private static Optional<String> inExpression(
      Expression expression, List<LogicalPlan> below, Map<String, LogicalPlan> named) {
    if (expression instanceof UnresolvedFunction function
        && MAKERS.contains(lower(last(function.nameParts())))) {
      return Optional.of(lower(last(function.nameParts())));
    }
    if (expression instanceof UnresolvedAttribute attribute) {
      return inPlans(below, last(attribute.nameParts()), named);
    }
    return ScalaSeqs.list(expression.children()).stream()
        .flatMap(child -> inExpression(child, below, named).stream())
        .findFirst();
  }

  private static String last(scala.collection.immutable.Seq<String> parts) {
    return parts.last();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
