package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Progress;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.Algorithm;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.pmml.PmmlExporter;
import dev.almanac.testing.ModelFixture;
import dev.almanac.testing.TrainSpecs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerIT {
  private static final TrainSpec TREE =
      ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.BINARY, Map.of());

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"LOGISTIC_REGRESSION", "GBT"})
  void makesTheSameModelOfTheSameRowsInAnyOrder(Algorithm algorithm) {
    TrainSpec spec =
        TrainSpecs.like(ModelFixture.spec(algorithm, TaskType.BINARY, Map.of("max-iter", 3)))
            .reproducibility(Reproducibility.EXACT)
            .made();
    Dataset<Row> rows = ModelFixture.rows(400);

    assertThat(exported(rows.orderBy("v").repartition(7), spec))
        .isEqualTo(exported(rows.coalesce(1), spec));
  }

  @Test
  void saysWhatGoesInAndComesOut() {
    try (TrainedModel model = new Trainer().train(ModelFixture.rows(400), TREE, Progress.SILENT)) {
      assertThat(model.signature().labels()).containsExactly("no", "yes");
      assertThat(model.signature().positiveIndex()).isEqualTo(1);
      assertThat(model.signature().inputs())
          .extracting(Field::name)
          .containsExactlyElementsOf(TREE.features().stream().map(FeatureSpec::name).toList());
      assertThat(model.signature().inputs())
          .filteredOn(field -> field.name().equals("flag"))
          .singleElement()
          .satisfies(field -> assertThat(field.levels()).containsExactly("false", "true"));
      assertThat(model.train().columns()).endsWith("flag", "late").hasSize(10);
      assertThat(model.trainRows() + model.holdoutRows()).isEqualTo(400);
      assertThat(model.holdoutRows()).isBetween(80L, 160L);
    }
  }

  @Test
  void leavesOutRowsItCannotUseAndCountsThem() {
    Dataset<Row> rows =
        ModelFixture.rows(400)
            .withColumn("late", expr("if(id < 3, null, late)"))
            .withColumn("whole", expr("if(id between 3 and 6, null, whole)"))
            .withColumn("z", expr("if(id = 10, float('NaN'), z)"));
    List<String> facts = new ArrayList<>();
    try (TrainedModel model = new Trainer().train(rows, TREE, recording(facts))) {
      assertThat(facts)
          .anyMatch(
              fact ->
                  fact.endsWith(
                      " 8 left out: 'MISSING_VALUE whole' 4 rows, 'MISSING_LABEL late' 3 rows,"
                          + " 'NOT_A_NUMBER z' 1 row"));
      assertThat(model.droppedRows())
          .isEqualTo(
              Map.of("MISSING_LABEL late", 3L, "MISSING_VALUE whole", 4L, "NOT_A_NUMBER z", 1L));
      assertThat(model.trainRows() + model.holdoutRows()).isEqualTo(392);
    }
  }

  @Test
  void refusesAnEmptyTable() {
    refused(ModelFixture.rows(10).limit(0), TREE, ErrorCode.EMPTY_DATASET)
        .hasMessageContaining("the training table has no rows");
  }

  @Test
  void refusesATableWithoutAUsableRow() {
    refused(
            ModelFixture.rows(10).withColumn("late", expr("cast(null as string)")),
            TREE,
            ErrorCode.EMPTY_DATASET)
        .hasMessageContaining("'MISSING_LABEL late' 10 rows");
  }

  @Test
  void refusesALabelOfOneClass() {
    refused(ModelFixture.rows(50).withColumn("late", expr("'no'")), TREE, ErrorCode.BAD_LABEL)
        .hasMessageContaining("label 'late' has one value only: 'no' 50 rows");
  }

  @Test
  void refusesAPositiveLabelThatDoesNotOccur() {
    refused(
            ModelFixture.rows(50).withColumn("late", expr("upper(late)")),
            TREE,
            ErrorCode.BAD_LABEL)
        .hasMessageContaining("has no value 'yes'")
        .hasMessageContaining("'YES'");
  }

  @Test
  void refusesALabelThatAnExportWouldLose() {
    refused(
            ModelFixture.rows(50)
                .withColumn("kind", expr("if(id % 2 = 0, 'a', concat('b', char(7)))")),
            ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.MULTICLASS, Map.of()),
            ErrorCode.BAD_LABEL)
        .hasMessageContaining("has the value 'b\\u0007' with a control character");
  }

  @Test
  void refusesThreeLabelsInABinaryTask() {
    refused(ModelFixture.rows(50).withColumn("late", expr("kind")), TREE, ErrorCode.BAD_LABEL)
        .hasMessageContaining("of a binary task has 3 values")
        .hasMessageContaining("task = multiclass");
  }

  @Test
  void refusesATextToRegressOn() {
    refused(
            ModelFixture.rows(50).withColumn("amount", expr("kind")),
            ModelFixture.spec(Algorithm.LINEAR_REGRESSION, TaskType.REGRESSION, Map.of()),
            ErrorCode.BAD_LABEL)
        .hasMessageContaining("label 'amount' is STRING, and a regression task forecasts a number");
  }

  @Test
  void refusesANumberToClassify() {
    refused(
            ModelFixture.rows(400).withColumn("kind", expr("id")),
            ModelFixture.spec(Algorithm.DECISION_TREE, TaskType.MULTICLASS, Map.of()),
            ErrorCode.BAD_LABEL)
        .hasMessageContaining("more than 100 different values");
  }

  @Test
  void refusesAKeyAsACategory() {
    refused(
            ModelFixture.rows(40_000),
            ModelFixture.spec(
                Algorithm.DECISION_TREE,
                TaskType.BINARY,
                Map.of(),
                List.of(
                    new FeatureSpec.Categorical("id", MissingPolicy.REJECT, UnseenPolicy.LEVEL))),
            ErrorCode.WRONG_TYPE)
        .hasMessageContaining("categorical feature 'id' has about")
        .hasMessageContaining("10,000 is the most");
  }

  @Test
  void refusesAMissingColumnWithTheNearestName() {
    refused(
            ModelFixture.rows(10).withColumnRenamed("whole", "wholes"),
            TREE,
            ErrorCode.MISSING_COLUMN)
        .hasMessageContaining("'whole' (did you mean 'wholes'?)");
  }

  @Test
  void refusesLevelsThatAreTakenOrThatXmlCannotHold() {
    refused(
            ModelFixture.rows(200).withColumn("both", expr("if(id % 2 = 0, '__missing', both)")),
            TREE,
            ErrorCode.WRONG_TYPE)
        .hasMessageContaining("has the level '__missing'");
    refused(
            ModelFixture.rows(200).withColumn("both", expr("if(id % 2 = 0, char(1), both)")),
            TREE,
            ErrorCode.WRONG_TYPE)
        .hasMessageContaining("control character");
  }

  private static Column expr(String text) {
    return functions.expr(text);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Dataset<Row> rows, TrainSpec spec, ErrorCode code) {
    return assertThatThrownBy(() -> new Trainer().train(rows, spec, Progress.SILENT))
        .isInstanceOfSatisfying(AlmanacException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static String exported(Dataset<Row> rows, TrainSpec spec) {
    try (TrainedModel model = new Trainer().train(rows, spec, Progress.SILENT)) {
      return new String(
          PmmlExporter.export(
              model.pipeline(),
              model.signature(),
              model.holdout(),
              new PmmlExporter.About("demo", "", "Almanac", "0", Instant.EPOCH)),
          StandardCharsets.UTF_8);
    }
  }

  private static Progress recording(List<String> facts) {
    return new Progress() {
      @Override
      public void step(String what) {}

      @Override
      public void fact(String text) {
        facts.add(text);
      }
    };
  }
}
