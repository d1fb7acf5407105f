package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Rejects forbidden functions in the analysed plan of a job's query. */
final class QueryScreen {
  private QueryScreen() {}

  /**
   * Rejects calls of Java methods: {@code reflect('java.lang.System', 'getenv', …)} would copy
   * secrets of the process into a table.
   *
   * @throws AlmanacException QUERY_FAILED
   */
  static void require(Dataset<Row> rows) {
    Deque<LogicalPlan> plans = new ArrayDeque<>();
    plans.add(rows.queryExecution().analyzed());
    while (!plans.isEmpty()) {
      LogicalPlan plan = plans.remove();
      ScalaSeqs.list(plan.expressions()).forEach(QueryScreen::require);
      plans.addAll(ScalaSeqs.list(plan.children()));
      plans.addAll(ScalaSeqs.list(plan.subqueries()));
    }
  }

  private static void require(Expression expression) {
    if (expression instanceof CallMethodViaReflection) {
      throw new AlmanacException(
          ErrorCode.QUERY_FAILED,
          "the job's query calls a Java method (reflect, java_method), which reaches the"
              + " environment and settings of the process.\n"
              + "Compute the value in SQL, or put it into a source.");
    }
    ScalaSeqs.list(expression.children()).forEach(QueryScreen::require);
  }
}
