package dev.almanac.scoring;

import dev.almanac.pmml.Answer;
import dev.almanac.pmml.PmmlModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * User-defined function that runs JPMML on executors: maps a row of inputs to a raw answer.
 * Serializable.
 */
final class PmmlAnswers implements UDF1<Row, Row> {
  private static final long serialVersionUID = 1L;

  static final StructType TYPE =
      DataTypes.createStructType(
          List.of(
              DataTypes.createStructField(ForecastColumnsBuilder.LABEL, DataTypes.StringType, true),
              DataTypes.createStructField(
                  ForecastColumnsBuilder.NUMBER, DataTypes.DoubleType, true),
              DataTypes.createStructField(
                  ForecastColumnsBuilder.PROBABILITIES,
                  DataTypes.createArrayType(DataTypes.DoubleType, false),
                  true),
              DataTypes.createStructField(
                  ForecastColumnsBuilder.REFUSED, DataTypes.StringType, true)));

  private final Broadcast<byte[]> document;
  private final String hash;
  private final String[] inputs;
  private final String[] labels;
  private transient @Nullable PmmlModel model;

  PmmlAnswers(Broadcast<byte[]> document, String hash, List<String> inputs, List<String> labels) {
    this.document = document;
    this.hash = hash;
    this.inputs = inputs.toArray(String[]::new);
    this.labels = labels.toArray(String[]::new);
  }

  @Override
  public Row call(Row row) {
    PmmlModel known = model;
    if (known == null) {
      known = PmmlModels.ofThisJvm().get(hash, document::value);
      model = known;
    }
    Map<String, @Nullable Object> values = new HashMap<>(inputs.length * 2);
    for (int i = 0; i < inputs.length; i++) {
      values.put(inputs[i], row.get(i));
    }
    Answer answer = known.score(values, List.of(labels));
    if (answer instanceof Answer.Label label) {
      double[] probabilities =
          label.probabilities().stream().mapToDouble(Double::doubleValue).toArray();
      return RowFactory.create(
          label.label(), null, probabilities.length == 0 ? null : probabilities, null);
    }
    if (answer instanceof Answer.Estimate estimate) {
      return RowFactory.create(null, estimate.value(), null, null);
    }
    if (answer instanceof Answer.Refused refused) {
      return RowFactory.create(null, null, null, refused.why());
    }
    return RowFactory.create(null, null, null, null);
  }
}
