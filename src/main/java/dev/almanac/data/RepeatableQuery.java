package dev.almanac.data;

import dev.almanac.core.spec.DatasetSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Collect;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.ListAgg;
import org.apache.spark.sql.catalyst.expressions.aggregate.V2Aggregator;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Checks whether a query returns the same rows for the same versions of its sources, by its
 * analysed plan. An expression that is not known to be repeatable counts as not repeatable.
 */
public final class RepeatableQuery {
  private static final String CATALYST = "org.apache.spark.sql.catalyst.";

  private RepeatableQuery() {}

  /**
   * Why the rows may differ for the same sources, as a clause; empty if they cannot.
   *
   * @param rows the dataset as {@link SourceReader} returns it
   */
  public static Optional<String> obstacle(DatasetSpec dataset, Dataset<Row> rows) {
    if (dataset.query().filter(query -> SqlTokens.of(query).hasCurrentTimeLiteral()).isPresent()) {
      return Optional.of("the query has a literal of the current time");
    }
    if (!(rows instanceof org.apache.spark.sql.classic.Dataset<?> analysed)) {
      return Optional.of("Spark does not give the query's plan");
    }
    // Without a query, the rows are those of the only source.
    return ofPlan(analysed.queryExecution().analyzed(), dataset.query().isEmpty());
  }

  private static Optional<String> ofPlan(QueryPlan<?> plan, boolean inSource) {
    boolean source = inSource || (plan instanceof View view && view.isTempView());
    return own(plan, source)
        .or(() -> first(ScalaSeqs.list(plan.expressions()).stream().map(part -> of(part, false))))
        .or(
            () ->
                first(
                    ScalaSeqs.list(plan.children()).stream()
                        .map(child -> ofPlan((QueryPlan<?>) child, source))));
  }

  /** The node's own obstacle, without its expressions and children. */
  private static Optional<String> own(QueryPlan<?> plan, boolean inSource) {
    boolean isLeaf = ScalaSeqs.list(plan.children()).isEmpty();
    boolean isKnownLeaf =
        inSource
            || plan instanceof OneRowRelation
            || plan instanceof LocalRelation
            || plan instanceof Range
            || plan instanceof CTERelationRef
            || plan.nodeName().equals("ResolvedInlineTable");
    if (isLeaf && !isKnownLeaf) {
      return Optional.of("the query reads what is no source of the job");
    }
    if (plan instanceof Sample) {
      return Optional.of("the query samples rows");
    }
    if ((plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Offset)
        && !sorts(plan)) {
      return Optional.of("the query takes some rows without ORDER BY");
    }
    boolean isSpark = isLeaf || plan.getClass().getName().startsWith(CATALYST + "plans.logical.");
    return plan instanceof ScriptTransformation || !isSpark
        ? Optional.of("nothing is known about %s in the query".formatted(plan.nodeName()))
        : Optional.empty();
  }

  private static boolean sorts(QueryPlan<?> plan) {
    return plan instanceof Sort
        || ScalaSeqs.list(plan.children()).stream().anyMatch(child -> sorts((LogicalPlan) child));
  }

  /**
   * The obstacle in an expression.
   *
   * @param ordered whether the query specifies the order of an aggregate's rows
   */
  private static Optional<String> of(Expression expression, boolean ordered) {
    boolean inOrder =
        ordered
            || (expression instanceof WindowExpression window
                && window.windowSpec().orderSpec().nonEmpty());
    if (!inOrder && isByOrder(expression)) {
      return Optional.of("the query aggregates rows in no stated order: " + shown(expression));
    }
    if (isCurrent(expression)) {
      return Optional.of("the query reads the current time or user: " + shown(expression));
    }
    // Reports the innermost nondeterministic node.
    return first(ScalaSeqs.list(expression.children()).stream().map(child -> of(child, inOrder)))
        .or(
            () ->
                expression instanceof RuntimeReplaceable replaced
                    ? of(replaced.replacement(), inOrder)
                    : Optional.empty())
        .or(
            () ->
                expression instanceof PlanExpression<?> subquery
                    ? ofPlan(subquery.plan(), false)
                    : Optional.empty())
        .or(
            () ->
                !expression.deterministic()
                    ? Optional.of("the query is not deterministic: " + shown(expression))
                    : Optional.empty())
        .or(
            () ->
                isKnown(expression)
                    ? Optional.empty()
                    : Optional.of(
                        "nothing is known about a function of the query: " + shown(expression)));
  }

  /** Whether the optimizer replaces the expression by the current time. */
  private static boolean isCurrent(Expression expression) {
    if (ScalaSeqs.list(expression.nodePatterns()).contains(TreePattern.CURRENT_LIKE())) {
      return true;
    }
    return expression instanceof Cast cast
        && isDate(cast.dataType())
        && cast.child().foldable()
        && isCurrentTime(cast.child());
  }

  private static boolean isByOrder(Expression expression) {
    return expression instanceof First
        || expression instanceof Last
        || expression instanceof Collect<?>
        || expression instanceof ListAgg;
  }

  private static boolean isDate(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  private static boolean isCurrentTime(Expression text) {
    if (text instanceof Literal literal) {
      return literal.value() != null && SqlTokens.isCurrentTime(literal.value().toString());
    }
    // For a computed text, the optimizer may find such a word when it evaluates the text.
    return !(text.dataType() instanceof org.apache.spark.sql.types.NumericType)
        && !isDate(text.dataType());
  }

  private static boolean isKnown(Expression expression) {
    if (expression instanceof UserDefinedExpression
        || expression instanceof UserDefinedGenerator
        || expression instanceof V2Aggregator<?, ?>) {
      return false;
    }
    if (expression instanceof StaticInvoke call) {
      return isSparks(call.staticObject());
    }
    if (expression instanceof Invoke call && call.targetObject() instanceof Literal target) {
      return target.value() == null || isSparks(target.value().getClass());
    }
    return expression instanceof Attribute
        || expression.getClass().getName().startsWith(CATALYST + "expressions.");
  }

  private static boolean isSparks(Class<?> type) {
    return type.getName().startsWith("org.apache.spark.")
        || type.getName().startsWith("java.lang.")
        || type.getName().startsWith("java.util.");
  }

  private static String shown(Expression expression) {
    return expression.prettyName() + "()";
  }

  private static Optional<String> first(Stream<Optional<String>> found) {
    List<String> some = found.flatMap(Optional::stream).limit(1).toList();
    return some.stream().findFirst();
  }
}
