package dev.almanac.app;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkSessions;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A session of a test that looks at tables; the commands themselves open and stop their own. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession open() {
    return SparkSessions.open(
        new PlatformSpec("/", "unused", false, "unused", "local[2]", Map.of(), "unused"),
        "looking");
  }
}
