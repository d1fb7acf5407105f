package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Rows that a document itself cannot answer, although the signature lets them through. */
class JpmmlEngineIT {
  private static final String PMML =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
        <Header/>
        <DataDictionary>
          <DataField name="size" optype="continuous" dataType="double"/>
          <DataField name="kind" optype="categorical" dataType="string">
            <Value value="a"/><Value value="b"/>
          </DataField>
          <DataField name="price" optype="continuous" dataType="double"/>
        </DataDictionary>
        <RegressionModel functionName="regression">
          <MiningSchema>
            <MiningField name="size"/>
            <MiningField name="kind" invalidValueTreatment="returnInvalid"/>
            <MiningField name="price" usageType="target"/>
          </MiningSchema>
          <Output><OutputField name="prediction" optype="continuous" dataType="double"/></Output>
          <RegressionTable intercept="1">
            <NumericPredictor name="size" coefficient="2"/>
            <CategoricalPredictor name="kind" value="a" coefficient="10"/>
          </RegressionTable>
        </RegressionModel>
      </PMML>
      """;

  private static final Signature SIGNATURE =
      new Signature(
          TaskType.REGRESSION,
          List.of(
              new Field(
                  "size",
                  FieldType.DOUBLE,
                  Field.Kind.NUMERIC,
                  MissingPolicy.MEAN,
                  UnseenPolicy.REJECT,
                  List.of()),
              new Field(
                  "kind",
                  FieldType.STRING,
                  Field.Kind.CATEGORICAL,
                  MissingPolicy.LEVEL,
                  UnseenPolicy.LEVEL,
                  List.of("a", "b"))),
          "price",
          List.of(),
          "");

  @Test
  void rejectsThoseRowsWithAReasonAndScoresTheOthers() {
    JpmmlEngine engine =
        new JpmmlEngine(PMML.getBytes(StandardCharsets.UTF_8), "a regression by hand");
    List<Row> rows =
        engine
            .score(
                TestSpark.session()
                    .sql(
                        "SELECT * FROM VALUES (1, 3.0D, 'a'), (2, 3.0D, 'c'), (3, NULL, 'b')"
                            + " AS t(id, size, kind)"),
                SIGNATURE,
                DecisionSpec.MIDDLE)
            .select("id", "prediction", "reject_reason", "reject_value")
            .orderBy("id")
            .collectAsList();

    assertThat(rows.get(0)).hasToString("[1,17.0,null,null]");
    assertThat(rows.get(1).getString(2)).isEqualTo("ENGINE_REFUSED");
    assertThat(rows.get(1).getString(3)).contains("kind");
    assertThat(rows.get(1).isNullAt(1)).isTrue();
    assertThat(rows.get(2).getString(2)).isEqualTo("NO_FORECAST");
    assertThat(rows.get(2).isNullAt(1)).isTrue();
  }
}
