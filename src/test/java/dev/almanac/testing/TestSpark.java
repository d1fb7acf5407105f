package dev.almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of a test JVM: starting it costs seconds, so tests share it and leave it
 * running. Tests must not change its settings or rely on temporary views of others.
 */
public final class TestSpark {
  private TestSpark() {}

  /** The session, started at the first call. */
  public static SparkSession session() {
    return Holder.SESSION;
  }

  /** Started lazily and once, guarded by class initialisation. */
  private static final class Holder {
    private static final SparkSession SESSION = start();

    private static SparkSession start() {
      return SparkSession.builder()
          .master("local[2]")
          .appName("almanac-tests")
          .config("spark.ui.enabled", false)
          .config("spark.ui.showConsoleProgress", false)
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", 2)
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.warehouse.dir", temporary().toUri().toString())
          .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
          .config(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
          .config("spark.databricks.delta.snapshotPartitions", 2)
          .getOrCreate();
    }

    private static Path temporary() {
      try {
        return Files.createTempDirectory("almanac-spark-warehouse");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
