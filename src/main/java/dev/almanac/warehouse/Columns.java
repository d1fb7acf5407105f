package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.TaskType;
import dev.almanac.core.Text;
import dev.almanac.data.ExactNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

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

  /**
   * Refuses columns that scored rows lack, or that cannot be keys or kept.
   *
   * @throws AlmanacException MISSING_COLUMN, SCHEMA_MISMATCH
   */
  static void check(PublishRequest request) {
    Set<String> seen = new HashSet<>();
    for (List<String> names : List.of(request.keys(), request.passThrough())) {
      for (String name : names) {
        if (ForecastColumns.RESERVED.contains(name)) {
          throw refused("'%s' is a column that forecasts have of themselves", name);
        }
        if (!seen.add(name)) {
          throw refused("'%s' is named twice among keys and pass-through", name);
        }
      }
    }
    StructType schema = request.scored().schema();
    List<String> present = Arrays.asList(schema.fieldNames());
    for (String name : needed(request)) {
      if (!present.contains(name)) {
        throw new AlmanacException(
            ErrorCode.MISSING_COLUMN,
            "the scored rows have no column '%s'%s.\nThey have: %s. Add it in the job's query, or correct keys and pass-through."
                .formatted(
                    Text.printable(name),
                    Text.didYouMean(name, present),
                    String.join(", ", present)));
      }
    }
    for (String key : request.keys()) {
      DataType type = schema.apply(key).dataType();
      if (type instanceof StructType
          || type instanceof MapType
          || type instanceof ArrayType
          || type instanceof BinaryType) {
        throw refused("the key '%s' is " + type.sql() + ", which cannot be looked up", key);
      }
    }
  }

  private static AlmanacException refused(String what, String name) {
    return new AlmanacException(
        ErrorCode.SCHEMA_MISMATCH,
        what.formatted(Text.printable(name))
            + ".\n"
            + "Give the column another name or type in the job's query, or correct keys and"
            + " pass-through.");
  }
}
