package dev.almanac.config;

import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.ServeSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code almanac { … }}. */
final class PlatformParser {
  private final Section root;
  private final Path workingDirectory;

  PlatformParser(Section root, Path workingDirectory) {
    this.root = root;
    this.workingDirectory = workingDirectory;
  }

  /** Notes all problems; the settings can be had only if there were none. */
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
