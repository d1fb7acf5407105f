package dev.almanac.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Field;
import dev.almanac.core.FieldType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class ModelInputIT {
  private final Dataset<Row> rows =
      TestSpark.session()
          .sql(
              "select 9000000000000L as big, true as flag, 1.25BD as price, 7 as code, 'x' as name,"
                  + " current_timestamp() as at, 0.5D as share");

  @Test
  void castsWhatAModelReadsAndKeepsTheRestAsItIs() {
    Dataset<Row> input =
        ModelInput.select(
            rows,
            List.of(numeric("big"), numeric("flag"), numeric("price"), categorical("code")),
            List.of("code", "at"));

    assertThat(input.schema().toDDL())
        .isEqualTo(
            "big DOUBLE NOT NULL,flag DOUBLE NOT NULL,price DOUBLE NOT NULL,code STRING NOT NULL,"
                + "__kept_code INT NOT NULL,__kept_at TIMESTAMP NOT NULL");
    Row row = input.head();
    assertThat(row.getDouble(0)).isEqualTo(9e12);
    assertThat(row.getDouble(1)).isEqualTo(1);
    assertThat(row.getDouble(2)).isEqualTo(1.25);
    assertThat(row.getString(3)).isEqualTo("7");
  }

  @Test
  void refusesTypesNoModelReadsAllAtOnce() {
    assertThatThrownBy(
            () ->
                ModelInput.select(
                    rows, List.of(numeric("at"), numeric("name"), categorical("share")), List.of()))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_TYPE))
        .hasMessageContaining("column 'at' is TIMESTAMP and cannot be a numeric feature")
        .hasMessageContaining("hour(at)")
        .hasMessageContaining("column 'name' is STRING")
        .hasMessageContaining("column 'share' is DOUBLE and cannot be a categorical feature");
  }

  @Test
  void saysACauseOnceHoweverManyColumnsShareIt() {
    Dataset<Row> wide = rows;
    List<ModelInput.Column> texts = new ArrayList<>();
    List<Field> inputs = new ArrayList<>();
    for (int i = 10; i < 74; i++) {
      wide = wide.withColumn("t" + i, functions.lit("x"));
      texts.add(numeric("t" + i));
      inputs.add(field("t" + i, FieldType.DOUBLE, Field.Kind.NUMERIC));
    }
    Dataset<Row> table = wide;

    assertThatThrownBy(() -> ModelInput.select(table, texts, List.of()))
        .hasMessageContaining(
            "64 columns are STRING and cannot be numeric features (t10, t11, t12, … and 61 more):"
                + " make")
        .hasMessageNotContaining("t13");
    assertThatThrownBy(() -> ModelInput.check(table, inputs))
        .hasMessageContaining(
            "64 columns are STRING, the model was trained on double: t10, t11, t12, … and 61 more");
    assertThatThrownBy(() -> ModelInput.check(rows, inputs))
        .hasMessageContaining("64 columns (double) are missing: t10, t11, t12, … and 61 more");
  }

  @Test
  void quotesNamesInTheSqlThatItSuggests() {
    Dataset<Row> named = rows.withColumnRenamed("name", "Kunde Nr").withColumnRenamed("at", "a`t");

    assertThatThrownBy(
            () -> ModelInput.select(named, List.of(numeric("Kunde Nr"), numeric("a`t")), List.of()))
        .hasMessageContaining("try_cast(`Kunde Nr` as double)")
        .hasMessageContaining("hour(`a``t`)");
  }

  @Test
  void reportsAllDifferencesToASignatureAtOnce() {
    List<Field> inputs =
        List.of(
            field("big", FieldType.DOUBLE, Field.Kind.NUMERIC),
            field("nam", FieldType.STRING, Field.Kind.CATEGORICAL),
            field("code", FieldType.STRING, Field.Kind.CATEGORICAL),
            field("name", FieldType.DOUBLE, Field.Kind.NUMERIC));

    assertThatThrownBy(() -> ModelInput.check(rows, inputs))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH))
        .hasMessageContaining("column 'nam' (string) is missing (did you mean 'name'?)")
        .hasMessageContaining("column 'code' is INT, the model was trained on string")
        .hasMessageContaining("column 'name' is STRING, the model was trained on double")
        .hasMessageNotContaining("'big'");
  }

  private static ModelInput.Column numeric(String name) {
    return new ModelInput.Column(name, Field.Kind.NUMERIC);
  }

  private static ModelInput.Column categorical(String name) {
    return new ModelInput.Column(name, Field.Kind.CATEGORICAL);
  }

  private static Field field(String name, FieldType type, Field.Kind kind) {
    return new Field(name, type, kind, MissingPolicy.REJECT, UnseenPolicy.REJECT, List.of());
  }
}
