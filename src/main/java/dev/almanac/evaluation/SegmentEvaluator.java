package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.Evaluation;
import dev.almanac.core.TaskType;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Computes metrics for each segment, which is the rows with one value of a column. Stateless and
 * thread-safe.
 */
public final class SegmentEvaluator {
  private static final String SEGMENT = "segment";

  /**
   * Metrics of one segment.
   *
   * @param value as text; absent for null
   */
  public record Segment(Optional<String> value, Evaluation evaluation) {}

  private SegmentEvaluator() {}

  /**
   * The segments, null first, then in the order of the text. Each evaluation is that of {@link
   * Evaluator#evaluate} on the segment's rows.
   *
   * @param segmentColumn a further column of {@code scored}
   * @throws dev.almanac.core.AlmanacException as {@link Evaluator#evaluate}, but not if there are
   *     no rows
   */
  public static List<Segment> evaluate(
      Dataset<Row> scored,
      TaskType task,
      String actualColumn,
      List<String> labels,
      String positive,
      String segmentColumn) {
    Column segment = ExactNames.column(segmentColumn).cast(DataTypes.StringType).as(SEGMENT);
    List<Segment> segments = new ArrayList<>();
    if (task == TaskType.REGRESSION) {
      Column actual = ExactNames.column(actualColumn);
      for (Row found :
          Evaluator.forecast(scored, actual)
              .groupBy(segment)
              .agg(Evaluator.ROWS, Evaluator.errors(actual))
              .orderBy(col(SEGMENT).asc_nulls_first())
              .collectAsList()) {
        segments.add(new Segment(value(found), Evaluator.regression(found, 1)));
      }
      return List.copyOf(segments);
    }
    Iterator<Row> groups =
        Evaluator.classified(scored, task, actualColumn, segment)
            .groupBy(SEGMENT, Evaluator.ACTUAL, Evaluator.DECIDED, Evaluator.PROBABILITY)
            .agg(count(lit(1)))
            .orderBy(
                col(SEGMENT).asc_nulls_first(),
                col(Evaluator.PROBABILITY).desc(),
                col(Evaluator.ACTUAL),
                col(Evaluator.DECIDED))
            .toLocalIterator();
    Optional<String> current = Optional.empty();
    Optional<ClassificationMetrics> measures = Optional.empty();
    while (groups.hasNext()) {
      Row group = groups.next();
      Optional<String> value = value(group);
      if (measures.isEmpty() || !value.equals(current)) {
        close(segments, current, measures);
        current = value;
        measures = Optional.of(ClassificationMetrics.of(task, labels, positive));
      }
      double probability = group.isNullAt(3) ? 0 : group.getDouble(3);
      measures
          .get()
          .add(
              group.getString(1),
              Optional.ofNullable(group.getString(2)),
              probability,
              group.getLong(4));
    }
    close(segments, current, measures);
    return List.copyOf(segments);
  }

  private static void close(
      List<Segment> segments, Optional<String> value, Optional<ClassificationMetrics> measures) {
    measures.ifPresent(open -> segments.add(new Segment(value, open.evaluation())));
  }

  private static Optional<String> value(Row row) {
    return Optional.ofNullable(row.getString(0));
  }
}
