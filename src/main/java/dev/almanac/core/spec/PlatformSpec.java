package dev.almanac.core.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Settings of an installation: locations, Spark and the service.
 *
 * @param home the folder (or URI) that relative paths of sources, registry and warehouse are
 *     resolved against
 * @param registryRoot the registry, as a path or URI of any Hadoop file system
 * @param registrySingleWriter whether the operator guarantees a single writer for a registry on a
 *     store without exclusive create
 * @param warehouseRoot the folder of forecast tables
 * @param runs the runs table: a name under the warehouse's root, or a path
 * @param sparkMaster Spark's master if spark-submit did not start the process
 * @param sparkConf further Spark settings; values may be secrets
 * @param logFile the file of Spark's log
 * @param serve settings of the service
 */
public record PlatformSpec(
    String home,
    String registryRoot,
    boolean registrySingleWriter,
    String warehouseRoot,
    String runs,
    String sparkMaster,
    Map<String, String> sparkConf,
    String logFile,
    ServeSpec serve) {
  private static final ServeSpec NOT_SERVED =
      new ServeSpec(
          "127.0.0.1",
          0,
          "var/serve",
          Duration.ofSeconds(2),
          1,
          8L << 20,
          1,
          Map.of(),
          List.of(),
          Map.of(),
          Optional.empty(),
          new ServeSpec.Limits(
              1L << 20, 1_000, Duration.ofSeconds(10), 64, 5_000, 2_500, OptionalLong.empty()),
          "var/log/audit.log");

  /** Settings without a service. */
  public PlatformSpec(
      String home,
      String registryRoot,
      boolean registrySingleWriter,
      String warehouseRoot,
      String runs,
      String sparkMaster,
      Map<String, String> sparkConf,
      String logFile) {
    this(
        home,
        registryRoot,
        registrySingleWriter,
        warehouseRoot,
        runs,
        sparkMaster,
        sparkConf,
        logFile,
        NOT_SERVED);
  }

  /** Copies the settings. */
  public PlatformSpec {
    sparkConf = Collections.unmodifiableMap(new TreeMap<>(sparkConf));
  }

  /**
   * Makes a location of a job file or setting absolute: unchanged if it has a scheme or a leading
   * slash, otherwise below {@link #home}.
   */
  public String resolve(String location) {
    if (location.startsWith("/") || location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return location;
    }
    return home.endsWith("/") ? home + location : home + "/" + location;
  }
}
