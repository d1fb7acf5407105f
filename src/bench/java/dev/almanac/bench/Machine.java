package dev.almanac.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What figures depend on besides the code: the kind of machine and the versions. No names. */
final class Machine {
  private Machine() {}

  /** Machine, JVM, the libraries that score, and which Almanac. */
  static List<String> facts(String master) {
    List<String> facts = new ArrayList<>(hardware());
    facts.add(
        "Spark %s, master %s; Delta %s; JPMML-Evaluator %s"
            .formatted(
                org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                master,
                io.delta.package$.MODULE$.VERSION(),
                versionOf("org.jpmml/pmml-evaluator")));
    return facts;
  }

  /** Machine, JVM, and which Almanac. */
  static List<String> hardware() {
    return List.of(
        String.format(
            Locale.ROOT,
            "machine: %s, %d processors, %s %s, heap %.1f GiB",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().maxMemory() / (double) (1 << 30)),
        "JVM: %s %s"
            .formatted(System.getProperty("java.vm.name"), System.getProperty("java.version")),
        "Almanac " + almanac());
  }

  /** The largest resident set of a process so far, in MiB; "unknown" where no file says so. */
  static String resident(long process) {
    Path file = Path.of("/proc/" + process + "/status");
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> String.valueOf(Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "unknown processor";
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String versionOf(String artifact) {
    return properties("/META-INF/maven/" + artifact + "/pom.properties")
        .getProperty("version", "?");
  }

  private static String almanac() {
    Properties build = properties("/dev/almanac/build.properties");
    return build.getProperty("version", "?") + " " + build.getProperty("commit", "");
  }

  private static Properties properties(String resource) {
    Properties properties = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
    return properties;
  }
}
