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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Schemas of the forecast and rejects tables, and their projection from scored rows. */
final class ForecastSchema {
  private static final List<String> REJECT =
      List.of(
          ForecastColumns.REJECT_REASON,
          ForecastColumns.REJECT_FIELD,
          ForecastColumns.REJECT_VALUE);

  private static final List<String> RUN =
      List.of(
          ForecastColumns.RUN_DATE,
          ForecastColumns.MODEL,
          ForecastColumns.MODEL_VERSION,
          ForecastColumns.RUN_ID,
          ForecastColumns.SCORED_AT);

  private ForecastSchema() {}

  /** The column of exactly this name, dots included. */
  static Column named(String name) {
    return ExactNames.column(name);
  }

  static Column[] named(List<String> names) {
    return names.stream().map(ForecastSchema::named).toArray(Column[]::new);
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

  /** The columns of the scored rows that are needed. */
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

  /** The needed columns of a run's rows, under the names that scoring gives them. */
  static Dataset<Row> scored(Dataset<Row> rows, PublishRequest request) {
    List<String> kept = new ArrayList<>(request.keys());
    kept.addAll(request.passThrough());
    return rows.select(
        needed(request).stream()
            .map(
                name -> kept.contains(name) ? named(name) : named(request.prefix() + name).as(name))
            .toArray(Column[]::new));
  }

  /** An empty dataset with the columns of {@link #scored}. */
  static Dataset<Row> none(SparkSession spark, PublishRequest request) {
    return scored(spark.createDataFrame(List.of(), request.scored().schema()), request);
  }

  /** The rows of the forecast table, with columns in the order of a new table. */
  static Dataset<Row> forecasts(Dataset<Row> scored, PublishRequest request) {
    return forecasts(scored, request, constants(request));
  }

  /** As above, for rows that end with the columns of {@link #constants}. */
  static Dataset<Row> completed(Dataset<Row> rows, PublishRequest request) {
    return forecasts(rows, request, Map.of());
  }

  private static Dataset<Row> forecasts(
      Dataset<Row> scored, PublishRequest request, Map<String, Column> constants) {
    List<String> names = new ArrayList<>(request.keys());
    names.addAll(outcome(request.task()));
    names.addAll(request.passThrough());
    names.addAll(RUN);
    names.add(ForecastColumns.SOURCE_VERSION);
    return scored
        .where(named(ForecastColumns.REJECT_REASON).isNull())
        .select(columns(names, constants));
  }

  /** The rows of the rejects table. */
  static Dataset<Row> rejects(Dataset<Row> scored, PublishRequest request) {
    List<String> names = new ArrayList<>(request.keys());
    names.addAll(REJECT);
    names.addAll(RUN);
    return scored
        .where(named(ForecastColumns.REJECT_REASON).isNotNull())
        .select(columns(names, constants(request)));
  }

  private static Column[] columns(List<String> names, Map<String, Column> constants) {
    return names.stream()
        .map(name -> constants.containsKey(name) ? constants.get(name).as(name) : named(name))
        .toArray(Column[]::new);
  }

  /** The columns with one value in all rows of a run. */
  static Map<String, Column> constants(PublishRequest request) {
    Map<String, Column> constants = new LinkedHashMap<>();
    constants.put(ForecastColumns.RUN_DATE, lit(request.runDate()));
    if (request.segments().isEmpty()) {
      constants.put(ForecastColumns.MODEL, lit(request.model().model().value()));
      constants.put(ForecastColumns.MODEL_VERSION, lit(request.model().number()));
    }
    constants.put(ForecastColumns.RUN_ID, lit(request.runId().value()));
    constants.put(ForecastColumns.SCORED_AT, lit(request.scoredAt()));
    constants.put(ForecastColumns.SOURCE_VERSION, lit(request.sourceVersion()));
    return constants;
  }

  /** One row with the columns of {@link #constants}. */
  static Dataset<Row> constantRow(SparkSession spark, PublishRequest request) {
    Column[] columns =
        constants(request).entrySet().stream()
            .map(constant -> constant.getValue().as(constant.getKey()))
            .toArray(Column[]::new);
    return spark.createDataFrame(List.of(RowFactory.create()), new StructType()).select(columns);
  }

  /**
   * Refuses missing columns, and columns that cannot be keys or pass-through columns.
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
    List<String> kept = new ArrayList<>(request.keys());
    kept.addAll(request.passThrough());
    for (String name : needed(request)) {
      if (!present.contains(kept.contains(name) ? name : request.prefix() + name)) {
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
