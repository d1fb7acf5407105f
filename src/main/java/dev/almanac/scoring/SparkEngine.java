package dev.almanac.scoring;

import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Scores with the trained Spark pipeline itself. Immutable. */
public final class SparkEngine implements ScoringEngine {
  private final PipelineModel pipeline;

  /**
   * Creates an engine for one fitted pipeline, which reads the signature's inputs and writes the
   * columns of {@link ModelColumns}.
   */
  public SparkEngine(PipelineModel pipeline) {
    this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    Column refused = refused(signature);
    Dataset<Row> prepared =
        ForecastColumnsBuilder.prepare(rows, signature)
            .withColumn(ForecastColumnsBuilder.REFUSED, refused);
    Dataset<Row> transformed = pipeline.transform(withoutRejected(prepared, signature));
    List<Column> selected = new ArrayList<>();
    for (String column : rows.columns()) {
      selected.add(ColumnNames.column(ModelColumns.kept(column)));
    }
    selected.add(ColumnNames.column(ForecastColumnsBuilder.REJECT));
    selected.add(ColumnNames.column(ForecastColumnsBuilder.REFUSED));
    Column prediction = ColumnNames.column(ModelColumns.PREDICTION);
    if (signature.task().isClassification()) {
      Column index = prediction.cast(DataTypes.IntegerType).plus(1);
      selected.add(
          element_at(ForecastColumnsBuilder.labels(signature), index)
              .as(ForecastColumnsBuilder.LABEL));
      selected.add(
          org.apache
              .spark
              .ml
              .functions
              .vector_to_array(ColumnNames.column(ModelColumns.PROBABILITY), "float64")
              .as(ForecastColumnsBuilder.PROBABILITIES));
    } else if (signature.task() == TaskType.CLUSTERING) {
      Column index = prediction.cast(DataTypes.IntegerType).plus(1);
      selected.add(
          element_at(ForecastColumnsBuilder.labels(signature), index)
              .as(ForecastColumnsBuilder.LABEL));
    } else {
      selected.add(prediction.as(ForecastColumnsBuilder.NUMBER));
    }
    return ForecastColumnsBuilder.finish(
        transformed.select(selected.toArray(Column[]::new)), rows.columns(), signature, decision);
  }

  /**
   * The reason why the pipeline cannot score a row, or null. XGBoost computes in floats, and fails
   * the whole job at a number that exceeds the range of a float.
   */
  private Column refused(Signature signature) {
    boolean floats =
        Arrays.stream(pipeline.stages())
            .anyMatch(stage -> stage.getClass().getName().startsWith(PipelineScreen.XGBOOST));
    return floats
        ? ForecastColumnsBuilder.beyondFloat(signature)
        : lit(null).cast(DataTypes.StringType);
  }

  /**
   * Replaces the inputs of rejected rows by valid values; their answers are dropped later. A
   * pipeline cannot skip a row, and one unreadable row fails the whole job. A filter would require
   * a second scan of the source to restore the rejects.
   */
  private static Dataset<Row> withoutRejected(Dataset<Row> prepared, Signature signature) {
    Map<String, Field> inputs = new HashMap<>();
    signature.inputs().forEach(field -> inputs.put(field.name(), field));
    Column scored =
        ColumnNames.column(ForecastColumnsBuilder.REJECT)
            .isNull()
            .and(ColumnNames.column(ForecastColumnsBuilder.REFUSED).isNull());
    Column[] selected =
        Arrays.stream(prepared.columns())
            .map(
                name -> {
                  Field input = inputs.get(name);
                  Column column = ColumnNames.column(name);
                  return input == null
                      ? column
                      : when(scored, column).otherwise(RowCheck.neutral(input)).as(name);
                })
            .toArray(Column[]::new);
    return prepared.select(selected);
  }
}
