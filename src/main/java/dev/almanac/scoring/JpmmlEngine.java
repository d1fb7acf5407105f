package dev.almanac.scoring;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ModelColumns;
import dev.almanac.pmml.PmmlModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Scores with the exported PMML by the JPMML evaluator, one row at a time. The document is
 * broadcast once to each executor, whose tasks share one model. Immutable.
 */
public final class JpmmlEngine implements ScoringEngine {
  private static final String ANSWER = "_answer";
  private static final String BEYOND = "_beyond";

  private final byte[] pmml;
  private final String hash;

  /**
   * Creates an engine for one document.
   *
   * @param hash identifies the document: the SHA-256 of the bytes, from the manifest
   */
  public JpmmlEngine(byte[] pmml, String hash) {
    this.pmml = pmml.clone();
    this.hash = Objects.requireNonNull(hash, "hash");
  }

  @Override
  public String name() {
    return "jpmml";
  }

  /**
   * {@inheritDoc}
   *
   * @throws AlmanacException ARTIFACT_DAMAGED also if the document cannot be read or reads a field
   *     that the signature does not have
   */
  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    List<String> inputs = checkedInputs(signature);
    Broadcast<byte[]> document =
        new JavaSparkContext(rows.sparkSession().sparkContext()).broadcast(pmml);
    PmmlAnswers answers = new PmmlAnswers(document, hash, inputs, signature.labels());
    Column input = struct(inputs.stream().map(ColumnNames::column).toArray(Column[]::new));
    // Declared non-deterministic so that the optimizer calls it once per row, however often the
    // parts of its answer are used.
    Column answer = udf(answers, PmmlAnswers.TYPE).asNondeterministic().apply(input);
    // The document declares this range too, but a field that no tree reads on a row's path is never
    // checked.
    Column beyond =
        PmmlModels.ofThisJvm().get(hash, () -> pmml).isOfFloats()
            ? ForecastColumnsBuilder.beyondFloat(signature)
            : lit(null).cast(DataTypes.StringType);
    Dataset<Row> answered =
        ForecastColumnsBuilder.prepare(rows, signature)
            .withColumn(BEYOND, beyond)
            .withColumn(
                ANSWER,
                when(
                    ColumnNames.column(ForecastColumnsBuilder.REJECT)
                        .isNull()
                        .and(ColumnNames.column(BEYOND).isNull()),
                    answer));
    List<Column> selected = new ArrayList<>();
    for (String column : rows.columns()) {
      selected.add(ColumnNames.column(ModelColumns.kept(column)));
    }
    selected.add(ColumnNames.column(ForecastColumnsBuilder.REJECT));
    selected.add(
        coalesce(
                ColumnNames.column(BEYOND),
                ColumnNames.column(ANSWER).getField(ForecastColumnsBuilder.REFUSED))
            .as(ForecastColumnsBuilder.REFUSED));
    for (String part :
        List.of(
            ForecastColumnsBuilder.LABEL,
            ForecastColumnsBuilder.NUMBER,
            ForecastColumnsBuilder.PROBABILITIES)) {
      selected.add(ColumnNames.column(ANSWER).getField(part).as(part));
    }
    return ForecastColumnsBuilder.finish(
        answered.select(selected.toArray(Column[]::new)), rows.columns(), signature, decision);
  }

  private List<String> checkedInputs(Signature signature) {
    PmmlModel model = PmmlModels.ofThisJvm().get(hash, () -> pmml);
    List<String> known = signature.inputs().stream().map(Field::name).toList();
    List<String> unknown = model.inputs().stream().filter(input -> !known.contains(input)).toList();
    if (!unknown.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.ARTIFACT_DAMAGED,
          "the PMML document asks for the fields %s, but the model's signature has %s.\nDocument and manifest do not belong together; train the model again."
              .formatted(unknown, known));
    }
    return model.inputs();
  }
}
