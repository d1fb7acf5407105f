package dev.almanac.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Version and commit of this build, from a file that the build fills in.
 *
 * @param version the Maven version
 * @param commit the git commit of the build, or empty
 */
record BuildInfo(String version, String commit) {
  static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("/dev/almanac/build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties in our own jar cannot be read", e);
    }
    String commit = properties.getProperty("commit", "");
    return new BuildInfo(
        properties.getProperty("version", "unknown"), commit.startsWith("$") ? "" : commit);
  }
}
