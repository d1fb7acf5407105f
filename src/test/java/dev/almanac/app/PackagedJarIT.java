package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The one jar that goes to clusters: what is in it, and what must not be. */
class PackagedJarIT {
  private static final Path JAR = Path.of("target/almanac.jar");

  /** Jars that every Spark distribution has; two of one class on a cluster is a lottery. */
  private static final Pattern OF_THE_CLUSTER =
      Pattern.compile(
          "(spark-(?!avro)|hadoop|parquet|scala|jackson-(core|databind|annotations)|log4j|slf4j).*");

  @Test
  void holdsNoClassThatTheClusterHas() throws IOException {
    Set<String> packed = entries(JAR);
    Set<String> twice = new TreeSet<>();
    List<Path> cluster =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(jar -> OF_THE_CLUSTER.matcher(String.valueOf(jar.getFileName())).matches())
            .toList();
    assertThat(cluster).hasSizeGreaterThan(20);
    for (Path jar : cluster) {
      for (String entry : entries(jar)) {
        if (entry.endsWith(".class") && packed.contains(entry)) {
          twice.add(entry + " of " + jar.getFileName());
        }
      }
    }
    assertThat(twice).isEmpty();
  }

  @Test
  void holdsWhatTheClusterLacks() throws IOException {
    assertThat(entries(JAR))
        .contains(
            "dev/almanac/app/Main.class",
            "io/delta/tables/DeltaTable.class",
            "io/delta/kernel/Table.class",
            "org/apache/spark/sql/v2/avro/AvroDataSourceV2.class",
            "org/jpmml/sparkml/PMMLBuilder.class",
            "org/jpmml/evaluator/Evaluator.class",
            "org/jpmml/model/jackson/JacksonSerializer.class",
            "META-INF/maven/org.jpmml/pmml-sparkml/pom.properties",
            "META-INF/maven/org.jpmml/pmml-evaluator/pom.properties",
            "META-INF/maven/org.jpmml/pmml-model/pom.properties",
            "META-INF/sparkml2pmml.properties",
            "META-INF/almanac/LICENSE",
            "reference.conf");
  }

  /** Vendors' distributions carry old ones of these, and the cluster's class path wins. */
  @Test
  void keepsItsConfigAndItsCommandLineApartFromOthers() throws IOException {
    assertThat(entries(JAR))
        .contains(
            "dev/almanac/shaded/picocli/CommandLine.class",
            "dev/almanac/shaded/caffeine/cache/Caffeine.class")
        .anyMatch(entry -> entry.startsWith("dev/almanac/shaded/config/"))
        .noneMatch(entry -> entry.startsWith("com/typesafe/config/"))
        .noneMatch(entry -> entry.startsWith("com/github/benmanes/"))
        .noneMatch(entry -> entry.startsWith("picocli/"));
  }

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).collect(Collectors.toSet());
    }
  }
}
