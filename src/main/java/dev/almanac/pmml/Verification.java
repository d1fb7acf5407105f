package dev.almanac.pmml;

import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.VerificationField;
import org.jpmml.converter.ModelUtil;

/**
 * Embeds a verification sample: rows with Spark's answers, by which a reader of the file can verify
 * its results.
 */
final class Verification {
  private static final int MOST_ROWS = 100;
  private static final int TERMS_SHOWN = 5;

  /**
   * Relative tolerance. Engines sum the same doubles in different orders, which costs about 1e-15
   * per term; a changed coefficient or split shows at 1e-6 and more.
   */
  private static final double PRECISION = 1e-9;

  /**
   * Relative tolerance of a model of floats: one rounding costs 6e-8, and a probability of 0.01
   * that is computed as 1 minus another loses two more digits.
   */
  private static final double FLOAT_PRECISION = 1e-4;

  private static final double FLOAT_ZERO_SHARE = 1e-2;

  /**
   * Answers below this proportion of the largest answer count as zero: a sum near zero has lost
   * digits, as the probability 1 - p has for p near 1.
   */
  private static final double ZERO_SHARE = 1e-6;

  private Verification() {}

  static void embed(
      Model model, PipelineModel pipeline, Signature signature, Dataset<Row> candidates) {
    double precision = FloatModel.is(model) ? FLOAT_PRECISION : PRECISION;
    List<Row> answers = answers(pipeline, signature, candidates, precision);
    if (answers.isEmpty()) {
      return;
    }
    Map<VerificationField, List<?>> data = new LinkedHashMap<>();
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      if (field.getUsageType() == MiningField.UsageType.ACTIVE) {
        String name = field.requireName();
        data.put(ModelUtil.createVerificationField(name), column(answers, name));
      }
    }
    if (signature.task() == TaskType.REGRESSION) {
      double largest =
          answers.stream()
              .mapToDouble(row -> Math.abs(row.<Double>getAs(PmmlRefinement.PREDICTION)))
              .max()
              .orElse(0);
      data.put(
          number(PmmlRefinement.PREDICTION, largest, precision),
          column(answers, PmmlRefinement.PREDICTION));
    } else if (signature.task() == TaskType.CLUSTERING) {
      data.put(
          ModelUtil.createVerificationField(PmmlRefinement.PREDICTION),
          answers.stream()
              .map(row -> signature.labels().get(row.<Integer>getAs(PmmlRefinement.PREDICTION)))
              .toList());
    } else {
      data.put(
          ModelUtil.createVerificationField(PmmlRefinement.PREDICTION),
          answers.stream().map(row -> signature.labels().get(likeliest(row))).toList());
      for (int i = 0; i < signature.labels().size(); i++) {
        int label = i;
        data.put(
            number(PmmlRefinement.probability(signature.labels().get(label)), 1, precision),
            answers.stream().map(row -> probabilities(row).apply(label)).toList());
      }
    }
    model.setModelVerification(ModelUtil.createModelVerification(data));
  }

  private static List<Row> answers(
      PipelineModel pipeline, Signature signature, Dataset<Row> candidates, double precision) {
    Transformer last = pipeline.stages()[pipeline.stages().length - 1];
    String answer = signature.task().isClassification() ? "probabilityCol" : "predictionCol";
    List<Column> columns =
        new ArrayList<>(signature.inputs().stream().map(field -> column(field.name())).toList());
    columns.add(
        functions
            .col(last.getOrDefault(last.getParam(answer)).toString())
            .as(PmmlRefinement.PREDICTION));
    List<Row> rows =
        pipeline
            .transform(
                withoutTexts(candidates.filter(scorable(signature)).limit(MOST_ROWS), signature))
            .select(columns.toArray(Column[]::new))
            .collectAsList();
    return signature.task().isClassification()
        ? rows.stream()
            .filter(row -> isDecided(row, precision))
            .filter(row -> isWithoutBlanksAround(signature.labels().get(likeliest(row))))
            .toList()
        : rows;
  }

  /** Replaces each text by a few terms, so that the file contains no user text. */
  private static Dataset<Row> withoutTexts(Dataset<Row> rows, Signature signature) {
    if (signature.inputs().stream().noneMatch(field -> field.kind() == Field.Kind.TEXT)) {
      return rows;
    }
    List<Row> replaced = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      Object[] values = new Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i);
      }
      for (Field field : signature.inputs()) {
        if (field.kind() == Field.Kind.TEXT && !row.isNullAt(row.fieldIndex(field.name()))) {
          values[row.fieldIndex(field.name())] = someTerms(field.levels(), replaced.size());
        }
      }
      replaced.add(RowFactory.create(values));
    }
    return rows.sparkSession().createDataFrame(replaced, rows.schema());
  }

  private static String someTerms(List<String> terms, int row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(TERMS_SHOWN, terms.size()); i++) {
      text.append(i == 0 ? "" : ", ").append(terms.get((row + i * i) % terms.size()));
    }
    return text.toString();
  }

  /** Rows that no policy rejects. */
  private static Column scorable(Signature signature) {
    List<Column> conditions = new ArrayList<>(List.of(functions.lit(true)));
    for (Field field : signature.inputs()) {
      Column value = column(field.name());
      if (field.missing() == MissingPolicy.REJECT) {
        conditions.add(value.isNotNull());
      }
      if (field.kind() == Field.Kind.CATEGORICAL && field.unseen() == UnseenPolicy.REJECT) {
        conditions.add(value.isNull().or(value.isin(field.levels().toArray())));
      }
      // Readers of the table trim white space around a cell, which would change the level.
      if (field.kind() == Field.Kind.CATEGORICAL) {
        Column text = value.cast(DataTypes.StringType);
        conditions.add(value.isNull().or(text.equalTo(functions.trim(text))));
      }
    }
    return all(conditions);
  }

  /**
   * The conjunction of conditions as a balanced tree: a chain of thousands would overflow Spark's
   * stack.
   */
  private static Column all(List<Column> conditions) {
    int half = conditions.size() / 2;
    return half == 0
        ? conditions.get(0)
        : all(conditions.subList(0, half)).and(all(conditions.subList(half, conditions.size())));
  }

  private static boolean isWithoutBlanksAround(String label) {
    return label.equals(label.trim());
  }

  /** Whether one label is clearly more probable; engines may return either of two equal ones. */
  private static boolean isDecided(Row row, double precision) {
    Vector probabilities = probabilities(row);
    int first = likeliest(row);
    for (int i = 0; i < probabilities.size(); i++) {
      if (i != first && probabilities.apply(first) - probabilities.apply(i) < precision) {
        return false;
      }
    }
    return true;
  }

  private static int likeliest(Row row) {
    return probabilities(row).argmax();
  }

  private static Vector probabilities(Row row) {
    return row.getAs(PmmlRefinement.PREDICTION);
  }

  /** The column of exactly this name; Spark would read a dot as a field of a struct. */
  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private static List<?> column(List<Row> rows, String name) {
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(row.getAs(name)));
    return values;
  }

  private static VerificationField number(String name, double largest, double precision) {
    return ModelUtil.createVerificationField(name)
        .setPrecision(precision)
        .setZeroThreshold(
            (precision == PRECISION ? ZERO_SHARE : FLOAT_ZERO_SHARE) * Math.min(1, largest));
  }
}
