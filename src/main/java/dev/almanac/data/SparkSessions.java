package dev.almanac.data;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.SecretNames;
import dev.almanac.core.spec.PlatformSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Spark sessions with Almanac's settings. */
public final class SparkSessions {
  private static final Logger LOG = LoggerFactory.getLogger(SparkSessions.class);

  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String DELTA_CATALOG = "org.apache.spark.sql.delta.catalog.DeltaCatalog";
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String MASTER = "spark.master";

  private SparkSessions() {}

  /**
   * The session of this process, started if there is none. Settings of spark-submit (master, {@code
   * --conf}) take precedence over the platform's settings, and those over Almanac's defaults. The
   * caller stops the session.
   *
   * @throws AlmanacException CONFIG_INVALID for a setting that would hide lost data; SPARK_FAILED
   *     if Spark does not start
   */
  public static SparkSession open(PlatformSpec platform, String appName) {
    Map<String, String> settings = settings(platform, appName, System::getProperty);
    SparkSession.Builder builder = SparkSession.builder();
    settings.forEach(builder::config);
    try {
      SparkSession session = builder.getOrCreate();
      LOG.info(
          "spark session open: version={} master={}",
          session.version(),
          session.sparkContext().master());
      return session;
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw new AlmanacException(
          isSetting(e) ? ErrorCode.CONFIG_INVALID : ErrorCode.SPARK_FAILED,
          "Spark did not start with master '%s': %s.\nCheck spark.master and the settings under spark.conf of the platform file; Spark's own log has the details."
              .formatted(
                  settings.getOrDefault(MASTER, "given by spark-submit"),
                  SparkFailures.firstLine(e)),
          e);
    }
  }

  /** Whether a setting is the cause, so that a retry would fail the same way. */
  private static boolean isSetting(Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return SparkError.of(failure).kind() == ErrorKind.SETTINGS
        || root instanceof IllegalArgumentException
        || String.valueOf(root.getMessage()).contains("Could not parse Master URL");
  }

  /**
   * All settings for Spark's builder. Those of spark-submit are omitted: Spark has them already,
   * and the builder would override them.
   */
  static Map<String, String> settings(
      PlatformSpec platform, String appName, SubmittedSettings submitted) {
    Map<String, String> chosen = new TreeMap<>(platform.sparkConf());
    chosen.putIfAbsent(MASTER, platform.sparkMaster());
    UnaryOperator<@Nullable String> effective =
        key ->
            submitted.of(String.valueOf(key)) != null
                ? submitted.of(String.valueOf(key))
                : chosen.get(key);
    ReadSettings.REFUSED.forEach((key, refusal) -> refuse(key, effective.apply(key), refusal));

    Map<String, String> ours = new LinkedHashMap<>();
    ours.put("spark.app.name", appName);
    ours.put("spark.ui.showConsoleProgress", "false");
    // Spark's default does not cover account keys, passphrases and others; its UI and event log use
    // this.
    ours.put("spark.redaction.regex", SecretNames.REGEX);
    ours.put("spark.sql.catalog.spark_catalog", DELTA_CATALOG);
    // HotSpot does not compile methods above 8000 bytes of bytecode. The fused stages of a pipeline
    // exceed that and would be interpreted; without fusion, scoring takes half the time.
    ours.put("spark.sql.codegen.hugeMethodLimit", "8000");
    String master = String.valueOf(effective.apply(MASTER));
    if (master.startsWith("local")) {
      ours.put("spark.ui.enabled", "false");
      ours.put("spark.driver.host", "127.0.0.1");
      ours.put("spark.driver.bindAddress", "127.0.0.1");
      ours.put("spark.sql.shuffle.partitions", Integer.toString(localCores(master)));
      ours.put("spark.databricks.delta.snapshotPartitions", "2");
    }
    ours.forEach(chosen::putIfAbsent);
    chosen.keySet().removeIf(key -> submitted.of(key) != null);
    // Required, not a default: the result of a job must not depend on where it runs.
    chosen.putAll(ReadSettings.REQUIRED);
    chosen.put(EXTENSIONS, withDelta(effective.apply(EXTENSIONS)));
    return chosen;
  }

  /** The settings of spark-submit, which are system properties. */
  @FunctionalInterface
  interface SubmittedSettings {
    /** The value, or null if the key was not set. */
    @Nullable String of(String key);
  }

  private static void refuse(String key, @Nullable String value, ReadSettings.Refusal refusal) {
    if (refusal.value().equalsIgnoreCase(value)) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "%s = %s %s.\nRemove it from the platform's spark.conf or from spark-submit and spark-defaults.conf (--conf %s=%s overrides the latter)%s."
              .formatted(
                  key,
                  value,
                  refusal.why(),
                  key,
                  ReadSettings.REQUIRED.get(key),
                  refusal.advice()));
    }
  }

  private static String withDelta(@Nullable String extensions) {
    String given = extensions == null ? "" : extensions;
    return Stream.concat(Arrays.stream(given.split(",", -1)), Stream.of(DELTA_EXTENSION))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /**
   * Threads of a local master: 4 for {@code local[4]}, one for each processor for {@code local[*]}.
   */
  private static int localCores(String master) {
    String digits = master.replaceAll("^local\\[(\\d+).*$", "$1");
    if (digits.matches("\\d{1,4}")) {
      return Math.max(1, Integer.parseInt(digits));
    }
    return master.equals("local") ? 1 : Runtime.getRuntime().availableProcessors();
  }
}
