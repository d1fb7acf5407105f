package dev.almanac.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables beyond the limits of Spark's generated code: 500 inputs of all types, nulls in each, a
 * category of 5,000 levels, and columns that no model reads beside them.
 */
@Tag("slow")
class WideTableIT {
  private static final int NUMBERS = 499;
  private static final int LEVELS = 5_000;
  private static final int ROWS = 5_000;
  private static final List<String> TYPES =
      List.of("double", "float", "decimal(12,3)", "decimal(30,3)", "bigint", "int", "smallint");

  @Test
  void scoresFiveHundredColumnsAsTheDocumentDoes(@TempDir Path folder) {
    String file = folder.resolve("wide").toString();
    rows().coalesce(2).write().parquet(file);
    Dataset<Row> inColumns = TestSpark.session().read().parquet(file);
    Dataset<Row> inRows = inColumns.where(col("id").plus(0).geq(0));
    byte[] document = document().getBytes(StandardCharsets.UTF_8);

    List<Row> expected = describe(new JpmmlEngine(document, "wide"), inColumns.limit(300));
    List<Row> columns = describe(new CompiledEngine(document), inColumns);
    List<Row> rows = describe(new CompiledEngine(document), inRows);

    assertThat(columns).hasSize(ROWS).isEqualTo(rows);
    assertThat(columns.stream().filter(row -> row.isNullAt(1)).count()).isBetween(10L, 4_000L);
    for (Row one : expected) {
      Row other = columns.get((int) one.getLong(0));
      assertThat(other.<String>getAs("reject_reason"))
          .isEqualTo(one.<String>getAs("reject_reason"));
      if (!one.isNullAt(1)) {
        assertThat(other.getDouble(1))
            .isCloseTo(one.getDouble(1), org.assertj.core.data.Percentage.withPercentage(1e-9));
      }
    }
  }

  private static List<Row> describe(ScoringEngine engine, Dataset<Row> rows) {
    return engine
        .score(rows, signature(), DecisionSpec.MIDDLE)
        .select("id", "prediction", "reject_reason", "reject_field")
        .orderBy("id")
        .collectAsList();
  }

  private static String type(int number) {
    return TYPES.get(number % TYPES.size());
  }

  private static Dataset<Row> rows() {
    Stream<Column> numbers =
        IntStream.range(0, NUMBERS)
            .mapToObj(
                number ->
                    expr("cast(if(pmod(xxhash64(id, %1$s), 40) = 0, null, pmod(xxhash64(id, %1$s), 9001) / 10D) as %2$s)"
                            .formatted(number, type(number)))
                        .as("f" + number));
    Stream<Column> others =
        Stream.of(
            expr("if(id % 50 = 7, null, concat('level ', pmod(xxhash64(id), 5100)))").as("k"),
            expr("timestamp_seconds(id)").as("at"),
            expr("array(id, id + 1)").as("list"),
            expr("named_struct('a', id)").as("nested"));
    return TestSpark.session()
        .range(0, ROWS, 1, 2)
        .select(
            Stream.concat(Stream.of(col("id")), Stream.concat(numbers, others))
                .toArray(Column[]::new));
  }

  private static Signature signature() {
    List<Field> fields = new ArrayList<>();
    for (int number = 0; number < NUMBERS; number++) {
      fields.add(
          new Field(
              "f" + number,
              FieldType.DOUBLE,
              Field.Kind.NUMERIC,
              MissingPolicy.CONSTANT,
              UnseenPolicy.REJECT,
              List.of()));
    }
    fields.add(
        new Field(
            "k",
            FieldType.STRING,
            Field.Kind.CATEGORICAL,
            MissingPolicy.REJECT,
            UnseenPolicy.REJECT,
            IntStream.range(0, LEVELS).mapToObj(level -> "level " + level).sorted().toList()));
    return new Signature(TaskType.REGRESSION, fields, "y", List.of(), "");
  }

  /** A sum of all numbers, and a weight for each level. */
  private static String document() {
    StringBuilder fields = new StringBuilder();
    StringBuilder schema = new StringBuilder();
    StringBuilder terms = new StringBuilder();
    for (int number = 0; number < NUMBERS; number++) {
      fields.append(
          "<DataField name=\"f%s\" optype=\"continuous\" dataType=\"double\"/>".formatted(number));
      schema.append(
          "<MiningField name=\"f%s\" missingValueReplacement=\"%s\"/>"
              .formatted(number, number % 3));
      terms.append(
          "<NumericPredictor name=\"f%s\" coefficient=\"%s\"/>"
              .formatted(number, (number % 7 - 3) / 8.0));
    }
    fields.append("<DataField name=\"k\" optype=\"categorical\" dataType=\"string\">");
    for (int level = 0; level < LEVELS; level++) {
      fields.append("<Value value=\"level %s\"/>".formatted(level));
      terms.append(
          "<CategoricalPredictor name=\"k\" value=\"level %s\" coefficient=\"%s\"/>"
              .formatted(level, level));
    }
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>%s</DataField>
    <DataField name="y" optype="continuous" dataType="double"/></DataDictionary>
    <RegressionModel functionName="regression"><MiningSchema><MiningField name="y" usageType="target"/>%s<MiningField name="k"/></MiningSchema>
    <RegressionTable intercept="1">%s</RegressionTable></RegressionModel></PMML>
    """
        .formatted(fields, schema, terms);
  }
}
