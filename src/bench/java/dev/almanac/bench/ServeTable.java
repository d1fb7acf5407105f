package dev.almanac.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.TaskType;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A forecast table of made-up forecasts, published as a scoring run does, and what it says. */
final class ServeTable {
  static final LocalDate FIRST = LocalDate.parse("2026-05-04");
  private static final String HELD_BACK = "held-back.json";

  private final Path folder;
  private final long rows;

  ServeTable(Path folder, long rows) {
    this.folder = folder;
    this.rows = rows;
  }

  Path path() {
    return folder.resolve("forecasts-" + rows);
  }

  /** Makes two publications, unless they are there, and holds the second one back. */
  void make(SparkSession spark) throws IOException {
    Path commit = path().resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", 2));
    if (!Files.exists(path().resolve(HELD_BACK))) {
      if (!Files.exists(commit)) {
        publish(spark, 1);
        publish(spark, 2);
      }
      Files.move(commit, path().resolve(HELD_BACK));
      Files.deleteIfExists(commit.resolveSibling("." + commit.getFileName() + ".crc"));
      Files.deleteIfExists(commit.resolveSibling(String.format(Locale.ROOT, "%020d.crc", 2)));
    }
  }

  /** Makes the second publication visible, in an instant. */
  void letGo() throws IOException {
    Files.move(
        path().resolve(HELD_BACK),
        path().resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", 2)));
  }

  /** A right answer has this in it, whichever publication it is of. */
  static String said(long key) {
    return "\"forecast\":{\"prediction\":\"%s\",\"probability\":%s,"
        .formatted(key * 31 % 101 > 50 ? "yes" : "no", key * 31 % 101 / 101.0);
  }

  private void publish(SparkSession spark, int run) {
    Column probability = col("id").multiply(31).mod(101).divide(101.0);
    Dataset<Row> scored =
        spark
            .range(rows)
            .toDF()
            .select(
                col("id"),
                concat(lit("region "), col("id").mod(40)).as("region"),
                when(probability.gt(lit(50 / 101.0)), "yes").otherwise("no").as("prediction"),
                probability.as("probability"),
                when(probability.gt(0.3), "yes").otherwise("no").as("decision"),
                lit(null).cast("string").as("reject_reason"),
                lit(null).cast("string").as("reject_field"),
                lit(null).cast("string").as("reject_value"));
    new Warehouse(spark, name -> folder.resolve(name).toString())
        .publish(
            new PublishRequest(
                scored,
                rows,
                TaskType.BINARY,
                List.of("id"),
                List.of("region"),
                "forecasts-" + rows,
                "rejects-" + rows,
                FIRST.plusDays(run - 1L),
                new ModelVersion(new ModelName("bench"), 1),
                new RunId(String.format(Locale.ROOT, "20260505t031500z-%010x", run)),
                Instant.parse("2026-05-05T03:15:00Z"),
                List.of(
                    new SourceVersion(
                        "customers", "/lake/customers", "delta", OptionalLong.of(12), "")),
                "bench",
                0.5));
  }
}
