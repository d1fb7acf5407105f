package dev.almanac.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Models that answer by a rule on a holdout of 400 rows: u is uniform in [0, 1), noise is another
 * such number, and the label depends on u.
 */
@ExtendWith(Interpreted.class)
class PlausibilityIT {
  private static final Signature BINARY =
      new Signature(TaskType.BINARY, inputs(), "truth", List.of("no", "yes"), "yes");
  private static final Signature MULTICLASS =
      new Signature(TaskType.MULTICLASS, inputs(), "truth", List.of("a", "b", "c"), "");
  private static final Signature REGRESSION =
      new Signature(TaskType.REGRESSION, inputs(), "truth", List.of(), "");

  private static final String LATE = "if(u + noise / 3 > 0.7, 'yes', 'no')";

  @Test
  void saysNothingAboutAnOrdinaryModel() {
    assertThat(binary(LATE, "u", 0.5)).isEmpty();
    assertThat(regression("u + noise / 3", "u")).isEmpty();
    assertThat(
            multiclass(
                "substr('abc', 1 + cast((u + noise / 5) * 2.4 as int), 1)",
                "substr('abc', 1 + cast(u * 2.9 as int), 1)"))
        .isEmpty();
  }

  @Test
  void findsAHoldoutOfOneLabel() {
    assertThat(binary("'no'", "u", 0.5))
        .singleElement()
        .asString()
        .startsWith("every row of the holdout has the label 'no'");
    assertThat(regression("7D", "u"))
        .singleElement()
        .asString()
        .startsWith("every row of the holdout has the label 7");
  }

  @Test
  void findsAModelThatAlwaysAnswersTheSame() {
    assertThat(binary(LATE, "0.25D", 0.5))
        .containsExactly(
            "every holdout row has the same probability, 0.25: the model learnt nothing from its"
                + " features");
    assertThat(binary(LATE, "u / 4", 0.5))
        .singleElement()
        .asString()
        .startsWith("every holdout row is decided 'no'");
    assertThat(regression("u", "0.5D"))
        .containsExactly(
            "the forecast of every holdout row is 0.5: the model learnt nothing from its features");
  }

  @Test
  void findsAModelThatIsNoBetterThanAConstant() {
    assertThat(binary(LATE, "pmod(xxhash64(id, 9), 1000) / 1000D", 0.5))
        .singleElement()
        .asString()
        .contains("is within what chance makes of it");
    assertThat(regression("u", "1 - u"))
        .singleElement()
        .asString()
        .contains("no better than the mean of the label");
    assertThat(multiclass("if(u < 0.8, 'a', 'b')", "if(id % 2 = 0, 'a', 'c')"))
        .singleElement()
        .asString()
        .contains("no better than always answering the most frequent label (0.7750)");
  }

  @Test
  void namesTheFeatureThatIsTheLabel() {
    assertThat(binary("if(u > 0.7, 'yes', 'no')", "u", 0.7))
        .singleElement()
        .asString()
        .matches(
            "auc is 1\\.0000 on the holdout, which is hardly ever true of a forecast: the feature"
                + " 'u' alone reaches (1\\.0|0\\.99)\\d+\\. .*");
    assertThat(binary("if(word = 'w1', 'yes', 'no')", "if(word = 'w1', 0.9D, 0.1D)", 0.5))
        .singleElement()
        .asString()
        .contains("the feature 'word' alone reaches 1.0000");
    assertThat(regression("3 * u + 1", "3 * u + 1"))
        .singleElement()
        .asString()
        .contains("r2 is 1.0000")
        .contains("the feature 'u' alone reaches 0.99");
    assertThat(
            multiclass(
                "substr('abc', 1 + cast(substr(word, 2) as int) % 3, 1)",
                "substr('abc', 1 + cast(substr(word, 2) as int) % 3, 1)"))
        .singleElement()
        .asString()
        .contains("accuracy is 1.0000")
        .contains("the feature 'word' alone reaches 1.0000");
    assertThat(binary("if(u + noise > 1, 'yes', 'no')", "(u + noise) / 2", 0.5))
        .as("two features together")
        .singleElement()
        .asString()
        .contains("Look for features that are known only after the label");
  }

  @Test
  void countsTiesHalf() {
    assertThat(SingleFeature.auc(new double[] {1, 0, 1, 0}, new double[] {2, 1, 1, 1}))
        .isCloseTo((1 + 1 + 0.5 + 0.5) / 4, within(1e-12));
  }

  private static List<String> binary(String truth, String probability, double threshold) {
    Dataset<Row> rows =
        rows(truth)
            .selectExpr("*", "cast(%s as double) as probability".formatted(probability))
            .selectExpr(
                "*",
                "if(probability >= %s, 'yes', 'no') as decision".formatted(threshold),
                "if(probability >= 0.5, 'yes', 'no') as prediction");
    return warnings(BINARY, rows);
  }

  private static List<String> multiclass(String truth, String prediction) {
    return warnings(
        MULTICLASS,
        rows(truth)
            .selectExpr("*", prediction + " as prediction")
            .selectExpr(
                "*",
                "prediction as decision",
                "0.5D + noise / 4 as probability",
                "map('a', double(prediction = 'a'), 'b', double(prediction = 'b'), 'c',"
                    + " double(prediction = 'c')) as probabilities"));
  }

  private static List<String> regression(String truth, String prediction) {
    return warnings(
        REGRESSION,
        rows("cast(%s as double)".formatted(truth))
            .withColumn("prediction", col("u").multiply(0))
            .selectExpr("id", "u", "noise", "word", "truth", prediction + " as prediction"));
  }

  private static List<String> warnings(Signature signature, Dataset<Row> rows) {
    Evaluation evaluation =
        Evaluator.evaluate(
            rows, signature.task(), "truth", signature.labels(), signature.positive());
    return Plausibility.warnings(evaluation, signature, "truth", rows, rows, 42);
  }

  private static Dataset<Row> rows(String truth) {
    return TestSpark.session()
        .range(0, 400, 1, 1)
        .selectExpr(
            "id",
            "pmod(xxhash64(id), 1000) / 1000D as u",
            "pmod(xxhash64(id, 1), 1000) / 1000D as noise",
            "concat('w', pmod(xxhash64(id, 2), 4)) as word")
        .selectExpr("*", truth + " as truth");
  }

  private static List<Field> inputs() {
    return List.of(
        field("u", Field.Kind.NUMERIC),
        field("noise", Field.Kind.NUMERIC),
        field("word", Field.Kind.CATEGORICAL));
  }

  private static Field field(String name, Field.Kind kind) {
    return new Field(
        name,
        kind == Field.Kind.NUMERIC ? FieldType.DOUBLE : FieldType.STRING,
        kind,
        MissingPolicy.REJECT,
        UnseenPolicy.REJECT,
        kind == Field.Kind.NUMERIC ? List.of() : List.of("w0", "w1", "w2", "w3"));
  }
}
