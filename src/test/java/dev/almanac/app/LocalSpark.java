package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** A session of a test that looks at tables; the commands themselves open and stop their own. */
final class LocalSpark {
  private LocalSpark() {}

  /** Opens a session, uses it, stops it. */
  static <T> T with(Function<SparkSession, T> use) {
    SparkSession spark =
        SparkSessions.open(
            new PlatformSpec(
                "/", "unused", false, "unused", "runs", "local[2]", Map.of(), "unused"),
            "looking");
    // Delta keeps what it knows of a table for the JVM's life, and with it the session that read
    // it,
    // which has been stopped since.
    DeltaLog.clearCache();
    try {
      return use.apply(spark);
    } finally {
      spark.stop();
    }
  }
}
