package dev.almanac.config;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ServeSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Parses {@code almanac { … }}. */
final class PlatformParser {
  private static final String JARS = "--jars of scripts/almanac or spark-submit";
  private static final String OPTIONS =
      "ALMANAC_JAVA_OPTS with scripts/almanac, or --driver-java-options of spark-submit";

  /** Maps a setting without effect here to the option to use instead. */
  private static final Map<String, String> TOO_LATE =
      Map.ofEntries(
          Map.entry("spark.jars", JARS),
          Map.entry("spark.jars.packages", "--packages of spark-submit, or " + JARS),
          Map.entry("spark.jars.repositories", "--repositories of spark-submit"),
          Map.entry("spark.jars.excludes", "--exclude-packages of spark-submit"),
          Map.entry("spark.driver.extraClassPath", JARS),
          Map.entry("spark.driver.extraJavaOptions", OPTIONS),
          Map.entry("spark.driver.defaultJavaOptions", OPTIONS),
          Map.entry("spark.driver.extraLibraryPath", "--driver-library-path of spark-submit"),
          Map.entry(
              "spark.driver.memory",
              "ALMANAC_HEAP with scripts/almanac, or --driver-memory of spark-submit"));

  private final Section root;
  private final Path workingDirectory;

  PlatformParser(Section root, Path workingDirectory) {
    this.root = root;
    this.workingDirectory = workingDirectory;
  }

  /** Records all problems; the supplier is valid only if there are none. */
  Supplier<PlatformSpec> parse() {
    Section almanac = root.child(Reference.ROOT);
    Optional<String> home = location(almanac, "home");
    Section registry = almanac.child("registry");
    Optional<String> registryRoot = location(registry, "root");
    Optional<Boolean> singleWriter = registry.flag("single-writer");
    registry.noOthers();
    Section warehouse = almanac.child("warehouse");
    Optional<String> warehouseRoot = location(warehouse, "root");
    Optional<String> runs = warehouse.require("runs", "write runs").words("runs");
    runs.flatMap(Identifiers::forecastTable).ifPresent(what -> warehouse.problem("runs", what));
    warehouse.noOthers();
    Section spark = almanac.child("spark");
    Optional<String> master = spark.require("master", "write local[*]").words("master");
    Map<String, String> conf = spark.free("conf");
    conf.keySet().stream()
        .filter(key -> !key.startsWith("spark."))
        .forEach(key -> spark.problem("conf", "'%s' does not begin with 'spark.'".formatted(key)));
    conf.keySet().forEach(key -> tooLate(key).ifPresent(what -> spark.problem("conf", what)));
    spark.noOthers();
    Supplier<ServeSpec> serve = new ServeParser(almanac.child("serve")).parse();
    Optional<String> logFile = location(almanac, "log-file");
    almanac.noOthers();
    root.noOthers();
    return () -> {
      String begin = absolute(home.orElseThrow());
      PlatformSpec spec =
          new PlatformSpec(
              begin,
              registryRoot.orElseThrow(),
              singleWriter.orElseThrow(),
              warehouseRoot.orElseThrow(),
              runs.orElseThrow(),
              master.orElseThrow(),
              conf,
              logFile.orElseThrow(),
              serve.get());
      return new PlatformSpec(
          begin,
          spec.resolve(spec.registryRoot()),
          spec.registrySingleWriter(),
          spec.resolve(spec.warehouseRoot()),
          spec.runs(),
          spec.sparkMaster(),
          conf,
          spec.resolve(spec.logFile()),
          spec.serve().at(spec::resolve));
    };
  }

  /**
   * The problem with a setting that Spark reads before the driver's JVM starts; empty for other
   * keys.
   */
  private static Optional<String> tooLate(String key) {
    String remedy = TOO_LATE.get(key);
    return Optional.ofNullable(remedy)
        .map(
            use ->
                "'%s' has no effect here, for the driver runs already; use %s".formatted(key, use));
  }

  private static Optional<String> location(Section section, String key) {
    Optional<String> text = section.require(key, "write a path or URI").text(key);
    text.flatMap(Identifiers::location).ifPresent(what -> section.problem(key, what));
    return text;
  }

  private String absolute(String home) {
    return home.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
        ? home
        : workingDirectory.resolve(home).normalize().toString();
  }
}
