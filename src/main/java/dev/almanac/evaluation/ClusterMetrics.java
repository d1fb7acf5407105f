package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.col;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.TaskType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Metrics of a clustering.
 *
 * <ul>
 *   <li>silhouette: how much nearer a row is to its own cluster than to the next, from -1 to 1, by
 *       squared Euclidean distance (Rousseeuw, 1987; Spark's ClusteringEvaluator). Absent if all
 *       rows are in one cluster;
 *   <li>smallest share: the share of rows in the smallest non-empty cluster.
 * </ul>
 */
final class ClusterMetrics {
  private ClusterMetrics() {}

  static Evaluation of(Dataset<Row> rows, String features, String group) {
    List<Row> groups = rows.groupBy(col(group)).count().collectAsList();
    long all = groups.stream().mapToLong(row -> row.getLong(1)).sum();
    Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
    if (all > 0) {
      long smallest = groups.stream().mapToLong(row -> row.getLong(1)).min().orElse(0);
      metrics.put(Metric.SMALLEST_SHARE, (double) smallest / all);
    }
    if (groups.size() > 1) {
      double silhouette =
          new ClusteringEvaluator().setFeaturesCol(features).setPredictionCol(group).evaluate(rows);
      metrics.put(Metric.SILHOUETTE, silhouette);
    }
    return new Evaluation(TaskType.CLUSTERING, all, metrics, List.of(), new ArrayList<>());
  }
}
