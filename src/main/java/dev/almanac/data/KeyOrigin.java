package dev.almanac.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MonotonicallyIncreasingID;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Detects unstable keys in the query plan. A key that the query derives from the order of rows
 * belongs to another row in the next run, unless the order is total.
 */
public final class KeyOrigin {
  private static final String ROW_NUMBER = "row_number";

  private final Map<ExprId, Expression> definitions = new HashMap<>();

  private KeyOrigin(LogicalPlan plan) {
    collect(plan);
  }

  /** Warnings about unstable keys, one for each key. */
  public static List<String> warnings(Dataset<Row> rows, List<String> keys) {
    LogicalPlan plan = rows.queryExecution().analyzed();
    KeyOrigin origin = new KeyOrigin(plan);
    return ScalaSeqs.list(plan.output()).stream()
        .filter(column -> keys.contains(column.name()))
        .flatMap(column -> origin.warning(column).stream())
        .toList();
  }

  private Optional<String> warning(Attribute column) {
    return first(column, new HashSet<>()).map(maker -> warning(column.name(), maker.prettyName()));
  }

  /** A warning about a key that comes from a Spark function. */
  static String warning(String key, String function) {
    return function.equals(ROW_NUMBER)
        ? "the key '%s' is made by row_number(): unless the columns of its ORDER BY tell all rows apart, another run gives the same rows other keys"
            .formatted(key)
        : "the key '%s' is made by %s(): another run gives the same rows other keys"
            .formatted(key, function);
  }

  /** The first expression whose value depends on more than the row's content. */
  private Optional<Expression> first(Expression expression, Set<ExprId> seen) {
    if (expression instanceof RowNumber
        || expression instanceof MonotonicallyIncreasingID
        || (!expression.deterministic() && ScalaSeqs.list(expression.children()).isEmpty())) {
      return Optional.of(expression);
    }
    Stream<Expression> parts = ScalaSeqs.list(expression.children()).stream();
    if (expression instanceof Attribute attribute && seen.add(attribute.exprId())) {
      parts = Stream.ofNullable(definitions.get(attribute.exprId()));
    }
    return parts.flatMap(part -> first(part, seen).stream()).findFirst();
  }

  private void collect(LogicalPlan plan) {
    ScalaSeqs.list(plan.expressions()).forEach(this::define);
    ScalaSeqs.list(plan.children()).forEach(this::collect);
  }

  private void define(Expression expression) {
    if (expression instanceof Alias alias) {
      definitions.put(alias.exprId(), alias.child());
    }
    ScalaSeqs.list(expression.children()).forEach(this::define);
  }
}
