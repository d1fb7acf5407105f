package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.Digests;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.data.ScalaSeqs;
import dev.almanac.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A model whose "probabilities" are 1.5 and -0.5 for some rows: every engine rejects these rows,
 * for the same reason.
 */
class ProbabilityRangeIT {
  @ParameterizedTest
  @EnumSource(
      value = TaskType.class,
      names = {"BINARY", "MULTICLASS"})
  void everyEngineRejectsARowWhoseProbabilitiesAreNone(TaskType task) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataFrame(
                TestSpark.session()
                    .range(0, 1)
                    .selectExpr("explode(array(1D, 2D)) AS x")
                    .collectAsList(),
                new StructType().add("x", DataTypes.DoubleType))
            .coalesce(1);
    Signature signature = signature(task);
    DecisionSpec decision = new DecisionSpec(0.5);

    List<List<String>> output = new ArrayList<>();
    for (ScoringEngine engine : engines()) {
      output.add(describe(engine.score(rows, signature, decision)));
    }
    output.add(bySql(signature, decision, rows));

    assertThat(output.get(0)).containsExactly("0.75", "NO_FORECAST a probability below 0");
    assertThat(output).allSatisfy(each -> assertThat(each).isEqualTo(output.get(0)));
  }

  private static List<ScoringEngine> engines() {
    byte[] pmml = document().getBytes(StandardCharsets.UTF_8);
    return List.of(
        new CompiledEngine(pmml),
        new JpmmlEngine(pmml, Digests.sha256(pmml)),
        new SparkEngine(pipeline()));
  }

  private static List<String> bySql(Signature signature, DecisionSpec decision, Dataset<Row> rows) {
    ModelFunction function =
        new ModelFunction(
            new ModelVersion(new ModelName("m"), 1),
            document().getBytes(StandardCharsets.UTF_8),
            signature,
            decision,
            ModelFunction.Result.STRUCT);
    org.apache.spark.sql.connector.catalog.functions.ScalarFunction<?> bound =
        (org.apache.spark.sql.connector.catalog.functions.ScalarFunction<?>)
            function.bind(new StructType().add("row", rows.schema()));
    StructType result = (StructType) bound.resultType();
    List<String> output = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      org.apache.spark.sql.catalyst.InternalRow answer =
          (org.apache.spark.sql.catalyst.InternalRow)
              bound.produceResult(
                  org.apache.spark.sql.catalyst.InternalRow.apply(
                      ScalaSeqs.of(
                          List.of(
                              (Object)
                                  org.apache.spark.sql.catalyst.InternalRow.apply(
                                      ScalaSeqs.of(List.of((Object) row.getDouble(0))))))));
      int reason = result.fieldIndex("reject_reason");
      output.add(
          answer.isNullAt(reason)
              ? String.valueOf(answer.getDouble(result.fieldIndex("probability")))
              : answer.getUTF8String(reason)
                  + " "
                  + answer.getUTF8String(result.fieldIndex("reject_value")));
    }
    return output;
  }

  private static List<String> describe(Dataset<Row> scored) {
    return scored.collectAsList().stream()
        .map(
            row ->
                row.getAs("reject_reason") == null
                    ? String.valueOf(row.<Double>getAs("probability"))
                    : row.getAs("reject_reason") + " " + row.getAs("reject_value"))
        .toList();
  }

  private static PipelineModel pipeline() {
    PipelineStage[] stages = {
      new SQLTransformer()
          .setStatement(
              "SELECT *, if(x < 2, 0.75D, 1.5D) AS p0, if(x < 2, 0.25D, -0.5D) AS p1, 0D AS"
                  + " __prediction FROM __THIS__"),
      new VectorAssembler().setInputCols(new String[] {"p0", "p1"}).setOutputCol("__probability")
    };
    return new Pipeline()
        .setStages(stages)
        .fit(TestSpark.session().range(1).selectExpr("double(id) AS x"));
  }

  private static Signature signature(TaskType task) {
    return new Signature(
        task,
        List.of(
            new Field(
                "x",
                FieldType.DOUBLE,
                Field.Kind.NUMERIC,
                MissingPolicy.REJECT,
                UnseenPolicy.REJECT,
                List.of())),
        "y",
        List.of("a", "b"),
        task == TaskType.BINARY ? "a" : "");
  }

  private static String document() {
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>
    <DataField name="x" optype="continuous" dataType="double"/>
    <DataField name="y" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/></DataField>
    </DataDictionary>
    <TreeModel functionName="classification" splitCharacteristic="binarySplit"><MiningSchema>
    <MiningField name="x"/><MiningField name="y" usageType="target"/></MiningSchema>
    <Node score="a"><True/>
    <Node score="a"><SimplePredicate field="x" operator="lessThan" value="2"/>
    <ScoreDistribution value="a" recordCount="3"/><ScoreDistribution value="b" recordCount="1"/></Node>
    <Node score="a"><SimplePredicate field="x" operator="greaterOrEqual" value="2"/>
    <ScoreDistribution value="a" recordCount="3"/><ScoreDistribution value="b" recordCount="-1"/></Node>
    </Node></TreeModel></PMML>
    """;
  }
}
