package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which columns the two tables have, and how they come from scored rows. */
final class Columns {
  private static final List<String> REJECT =
      List.of(
          ForecastColumns.REJECT_REASON,
          ForecastColumns.REJECT_FIELD,
          ForecastColumns.REJECT_VALUE);

  private Columns() {}

  /** The column of exactly this name, dots and all. */
  static Column named(String name) {
    return ExactNames.column(name);
  }

  static Column[] named(List<String> names) {
    return names.stream().map(Columns::named).toArray(Column[]::new);
  }

  /** The columns that hold the forecast. */
  static List<String> outcome(TaskType task) {
    return switch (task) {
      case REGRESSION, CLUSTERING -> List.of(ForecastColumns.PREDICTION);
      case BINARY ->
          List.of(
              ForecastColumns.PREDICTION, ForecastColumns.PROBABILITY, ForecastColumns.DECISION);
      case MULTICLASS ->
          List.of(
              ForecastColumns.PREDICTION,
              ForecastColumns.PROBABILITY,
              ForecastColumns.PROBABILITIES,
              ForecastColumns.DECISION);
    };
  }

  /** What of the scored rows is needed at all. */
  static List<String> needed(PublishRequest request) {
    List<String> names = new ArrayList<>(request.keys());
    names.addAll(outcome(request.task()));
    names.addAll(request.passThrough());
    names.addAll(REJECT);
    if (!request.segments().isEmpty()) {
      names.add(ForecastColumns.MODEL);
      names.add(ForecastColumns.MODEL_VERSION);
    }
    return names;
  }

  /** The rows of the forecast table, its columns in the order of a new one. */
  static Dataset<Row> forecasts(Dataset<Row> scored, PublishRequest request) {
    List<Column> columns = new ArrayList<>(List.of(named(request.keys())));
    columns.addAll(List.of(named(outcome(request.task()))));
    columns.addAll(List.of(named(request.passThrough())));
    columns.addAll(run(request));
    columns.add(lit(request.sourceVersion()).as(ForecastColumns.SOURCE_VERSION));
    return scored
        .where(named(ForecastColumns.REJECT_REASON).isNull())
        .select(columns.toArray(Column[]::new));
  }

  /** The rows of the rejects table. */
  static Dataset<Row> rejects(Dataset<Row> scored, PublishRequest request) {
    List<Column> columns = new ArrayList<>(List.of(named(request.keys())));
    columns.addAll(List.of(named(REJECT)));
    columns.addAll(run(request));
    return scored
        .where(named(ForecastColumns.REJECT_REASON).isNotNull())
        .select(columns.toArray(Column[]::new));
  }

  private static List<Column> run(PublishRequest request) {
    boolean one = request.segments().isEmpty();
    return List.of(
        lit(request.runDate()).as(ForecastColumns.RUN_DATE),
        one
            ? lit(request.model().model().value()).as(ForecastColumns.MODEL)
            : named(ForecastColumns.MODEL),
        one
            ? lit(request.model().number()).as(ForecastColumns.MODEL_VERSION)
            : named(ForecastColumns.MODEL_VERSION),
        lit(request.runId().value()).as(ForecastColumns.RUN_ID),
        lit(request.scoredAt()).as(ForecastColumns.SCORED_AT));
  }
}
