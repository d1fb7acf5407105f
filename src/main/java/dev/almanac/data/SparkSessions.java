package dev.almanac.data;

import dev.almanac.core.spec.PlatformSpec;
import org.apache.spark.sql.SparkSession;

/** Opens Spark the way Almanac needs it. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * The session of this process, started if there is none. A master that spark-submit has set wins
   * over the platform's. The caller stops it.
   *
   * @throws dev.almanac.core.AlmanacException SPARK_FAILED if Spark does not start
   */
  public static SparkSession open(PlatformSpec platform, String appName) {
    throw new UnsupportedOperationException(platform + appName);
  }
}
