package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.Field;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.JpmmlEngine;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.testing.Interpreted;
import dev.almanac.testing.MemoryFileStore;
import dev.almanac.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same rows, by a batch run's engines and over HTTP: the same forecasts, decisions, rejects.
 */
@ExtendWith(Interpreted.class)
class SameAsBatchIT {
  private static final StructType COLUMNS =
      new StructType()
          .add("precipitation", DataTypes.DoubleType)
          .add("temp_max", DataTypes.DoubleType)
          .add("temp_min", DataTypes.DoubleType)
          .add("wind", DataTypes.DoubleType)
          .add("month", DataTypes.StringType);

  @TempDir private Path folder;

  @Test
  void answersAsTheEnginesOfABatchRun() {
    byte[] pmml = WeatherModels.document("sklearn-gbt");
    DecisionSpec costs =
        new DecisionSpec(
            0.5,
            Map.of(),
            Map.of("no", Map.of("yes", 1.0), "yes", Map.of("no", 3.0)),
            java.util.OptionalDouble.of(0.6));
    List<Row> rows = rows();
    Dataset<Row> table = TestSpark.session().createDataFrame(rows, COLUMNS);
    for (DecisionSpec decision : List.of(new DecisionSpec(0.35), costs)) {
      ModelRegistry registry = WeatherModels.registry(new MemoryFileStore());
      publish(registry, 1, pmml, decision, WeatherModels.PROVEN);
      publish(registry, 2, pmml, decision, List.of(WeatherModels.certificate("pmml", 0)));
      try (TestService site =
          new TestService(TestService.spec(folder), Map.of(), registry, WeatherModels.NOW)) {
        same(site, "weather:1", new CompiledEngine(pmml), table, rows, decision);
        same(site, "weather:2", new JpmmlEngine(pmml, "hash"), table, rows, decision);
      }
    }
  }

  private static void same(
      TestService site,
      String version,
      ScoringEngine engine,
      Dataset<Row> table,
      List<Row> rows,
      DecisionSpec decision) {
    List<Row> batch = engine.score(table, WeatherModels.SIGNATURE, decision).collectAsList();
    JsonNode results =
        site.post(
                "/v1/models/" + version + "/predict",
                "{\"records\":["
                    + rows.stream().map(SameAsBatchIT::record).collect(Collectors.joining(","))
                    + "]}")
            .json()
            .path("results");
    assertThat(results).hasSize(rows.size());
    int rejects = 0;
    for (int i = 0; i < rows.size(); i++) {
      Row row = batch.get(i);
      JsonNode result = results.get(i);
      if (row.isNullAt(row.fieldIndex(ForecastColumns.REJECT_REASON))) {
        for (String column :
            List.of(
                ForecastColumns.PREDICTION,
                ForecastColumns.PROBABILITY,
                ForecastColumns.DECISION)) {
          assertThat(result.path("forecast").path(column).asText())
              .as("%s of %s by %s: %s", column, row, version, result)
              .isEqualTo(String.valueOf(row.<Object>getAs(column)));
        }
      } else {
        rejects++;
        JsonNode reject = result.path("reject");
        assertThat(reject.path("reason").asText())
            .as("%s by %s: %s", row, version, result)
            .isEqualTo(row.getAs(ForecastColumns.REJECT_REASON));
        assertThat(reject.path("field").asText("null"))
            .isEqualTo(String.valueOf(row.<Object>getAs(ForecastColumns.REJECT_FIELD)));
        assertThat(reject.path("value").asText("null"))
            .isEqualTo(String.valueOf(row.<Object>getAs(ForecastColumns.REJECT_VALUE)));
      }
    }
    assertThat(rejects).isBetween(5, rows.size() - 20);
  }

  private static void publish(
      ModelRegistry registry,
      int run,
      byte[] pmml,
      DecisionSpec decision,
      List<ParityCertificate> parity) {
    WeatherModels.publish(registry, run, pmml, signature(), decision, parity);
  }

  private static Signature signature() {
    return WeatherModels.SIGNATURE;
  }

  /** Usual days and days of which something is missing, unseen or no number. */
  private static List<Row> rows() {
    Random random = new Random(3);
    Field month = signature().inputs().get(4);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      @Nullable Object[] cells = new Object[5];
      for (int c = 0; c < 4; c++) {
        cells[c] = Math.round(random.nextGaussian() * 150) / 10.0 + 8;
      }
      cells[4] = month.levels().get(random.nextInt(month.levels().size()));
      if (i % 7 == 0) {
        cells[i % 5] = null;
      } else if (i % 11 == 0) {
        cells[4] = i % 2 == 0 ? "Jam" : "";
      } else if (i % 13 == 0) {
        cells[i % 4] = i % 2 == 0 ? Double.POSITIVE_INFINITY : 1e300;
      }
      rows.add(RowFactory.create(cells));
    }
    return rows;
  }

  private static String record(Row row) {
    StringBuilder record = new StringBuilder("{");
    for (int i = 0; i < COLUMNS.length(); i++) {
      Object cell = row.get(i);
      record
          .append(i == 0 ? "" : ",")
          .append('"')
          .append(COLUMNS.apply(i).name())
          .append("\":")
          .append(
              cell instanceof String text
                  ? "\"" + text + "\""
                  : cell instanceof Double number && number.isInfinite() ? "1e999" : cell);
    }
    return record.append('}').toString();
  }
}
