package dev.almanac.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.SparkSession;

/**
 * Library versions of a run, read from its class path: on a cluster they may differ from those of
 * the build.
 */
final class Libraries {
  private Libraries() {}

  /** Versions by library name; a library without version information is omitted. */
  static Map<String, String> of(SparkSession spark) {
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("almanac", BuildInfo.load().version());
    libraries.put("java", System.getProperty("java.version", "unknown"));
    libraries.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    libraries.put("spark", spark.version());
    libraries.put("scala", scala.util.Properties$.MODULE$.versionNumberString());
    libraries.put("hadoop", VersionInfo.getVersion());
    libraries.put("delta", io.delta.package$.MODULE$.VERSION());
    for (String artifact : new String[] {"pmml-sparkml", "pmml-evaluator", "pmml-model"}) {
      version("org.jpmml", artifact).ifPresent(version -> libraries.put(artifact, version));
    }
    return libraries;
  }

  /** The version from the library's pom.properties, which Almanac's jar includes. */
  private static Optional<String> version(String group, String artifact) {
    String path = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream in = Libraries.class.getResourceAsStream(path)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException("a file of a library's jar cannot be read: " + path, e);
    }
  }
}
