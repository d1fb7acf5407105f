package dev.almanac.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.almanac.core.ForecastColumns;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The programs that the commands are compared with, each in a JVM of its own: {@code make MASTER
 * FOLDER ROWS}, {@code make-wide MASTER FOLDER NAME}, {@code flat MASTER FOLDER ROWS TARGET},
 * {@code sorted MASTER FOLDER ROWS TARGET}.
 */
public final class JobFloor {
  private static final String ROW_GROUP_BYTES = "parquet.block.size";
  private static final String RUN_DATE = "2026-01-01";
  private static final long ROWS_PER_FILE = 1_000_000;

  private final SparkSession spark;
  private final Path table;

  private JobFloor(SparkSession spark, Path table) {
    this.spark = spark;
    this.table = table;
  }

  /** Runs one of them. */
  public static void main(String[] args) {
    Path folder = Path.of(args[2]);
    JobData data = new JobData(folder, 0);
    PlatformSpec platform =
        new PlatformSpec(folder.toString(), "", false, "", "", args[1], Map.of(), "");
    SparkSession spark = SparkSessions.open(platform, "almanac bench job");
    try {
      if (args[0].equals("make-wide")) {
        data.make(spark, args[3]);
        return;
      }
      long rows = Long.parseLong(args[3]);
      JobFloor floor = new JobFloor(spark, data.table(rows));
      switch (args[0]) {
        case "make" -> data.make(spark, rows);
        case "flat" -> floor.flat(args[4]);
        case "sorted" -> floor.sorted(args[4], files(rows));
        default -> throw new IllegalArgumentException("unknown program " + args[0]);
      }
    } finally {
      spark.stop();
    }
  }

  /** The least that a pass over the rows can do: read all columns, write the key and a number. */
  private void flat(String target) {
    read().select(BenchData.KEY, "sum").write().format("delta").save(target);
  }

  /** The least that a forecast table needs: the same reading, a sort by key, the same columns. */
  private void sorted(String target, int files) {
    spark.conf().set(ROW_GROUP_BYTES, Integer.toString(1 << 20));
    read()
        .select(
            col(BenchData.KEY),
            expr("if(sum > 40, '1', '0')").as(ForecastColumns.PREDICTION),
            expr("1 / (1 + exp(40 - sum))").as(ForecastColumns.PROBABILITY),
            expr("if(sum > 41, '1', '0')").as(ForecastColumns.DECISION))
        .repartitionByRange(files, col(BenchData.KEY))
        .sortWithinPartitions(BenchData.KEY)
        .select(
            col("*"),
            expr("DATE'" + RUN_DATE + "'").as(ForecastColumns.RUN_DATE),
            expr("'bench-floor'").as(ForecastColumns.MODEL),
            expr("1").as(ForecastColumns.MODEL_VERSION),
            expr("'20260101T000000Z-0123abcd'").as(ForecastColumns.RUN_ID),
            expr("TIMESTAMP'2026-01-01 00:00:00'").as(ForecastColumns.SCORED_AT),
            expr("'rows:parquet'").as(ForecastColumns.SOURCE_VERSION))
        .write()
        .format("delta")
        .mode("overwrite")
        .partitionBy(ForecastColumns.RUN_DATE)
        .option("replaceWhere", "%s = DATE'%s'".formatted(ForecastColumns.RUN_DATE, RUN_DATE))
        .save(target);
  }

  private Dataset<Row> read() {
    return spark
        .read()
        .parquet(table.toString())
        .select(col(BenchData.KEY), expr(BenchData.sumOfColumns()).as("sum"));
  }

  /** As many files as a forecast table of so many rows has. */
  private static int files(long rows) {
    return (int) Math.max(1, (rows + ROWS_PER_FILE - 1) / ROWS_PER_FILE);
  }
}
