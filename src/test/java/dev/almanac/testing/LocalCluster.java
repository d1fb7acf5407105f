package dev.almanac.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark in the driver's process, whose executors are processes with this
 * class path. Spark starts executors from its installation, of which the class path has only the
 * libraries: the driver's process needs {@link #environment} as well.
 */
public final class LocalCluster {
  private LocalCluster() {}

  /**
   * Settings of a session, its master among them.
   *
   * @param executors how many, each with one slot
   * @param megabytes heap of each
   */
  public static Map<String, String> settings(int executors, int megabytes) {
    return Map.of(
        "spark.master",
        "local-cluster[" + executors + ",1," + megabytes + "]",
        "spark.executor.memory",
        megabytes + "m",
        "spark.executor.extraClassPath",
        classPath(),
        "spark.executor.extraJavaOptions",
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .collect(Collectors.joining(" ")));
  }

  /**
   * Environment variables of the driver's process.
   *
   * @param home an installation without libraries is made there; executors write their logs below
   */
  public static Map<String, String> environment(Path home) {
    try {
      Files.createDirectories(home.resolve("jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", "127.0.0.1");
  }

  /** Absolute: an executor has a working directory of its own. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
