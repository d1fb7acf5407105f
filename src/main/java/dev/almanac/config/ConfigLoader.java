package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads platform settings and job files. What is said later wins: {@code reference.conf}, then the
 * file, then (platform settings only) the environment, then {@code -D}. Starts no Spark and reads
 * no data. Thread-safe; files are read anew at each call.
 *
 * <p>Every method throws {@link AlmanacException}: {@code CONFIG_UNREADABLE} if a file is not there
 * or is no HOCON (or HOCON that tries to reach outside its folder or to swell), {@code
 * CONFIG_INVALID} with a line for every problem otherwise.
 */
public final class ConfigLoader {
  private static final String FILE_VARIABLE = "ALMANAC_CONF";
  private static final String HOME_VARIABLE = "ALMANAC_HOME";

  private final Map<String, String> environment;
  private final List<ConfigOverride> overrides;
  private final Path workingDirectory;
  private final Reference reference;
  private final Set<String> namedVariables = ConcurrentHashMap.newKeySet();

  /**
   * A loader for one command.
   *
   * @param environment the process environment
   * @param overrides the {@code -D} options in their order; the last of a key wins
   * @param workingDirectory what relative paths of files are resolved against
   */
  public ConfigLoader(
      Map<String, String> environment, List<ConfigOverride> overrides, Path workingDirectory) {
    this.environment = Map.copyOf(environment);
    this.overrides = List.copyOf(overrides);
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.reference = Reference.load();
  }

  /**
   * The site's settings.
   *
   * @param platformFile the file that was named; else {@code ALMANAC_CONF} of the environment, else
   *     {@code conf/almanac.conf} under {@code ALMANAC_HOME} or the working directory if it is
   *     there
   */
  public PlatformSpec platform(Optional<Path> platformFile) {
    Problems problems = new Problems();
    return problems.orThrow(parsePlatform(platformFiles(platformFile), problems));
  }

  /**
   * A sentence for each {@code ALMANAC_…} variable that is set, that no file read so far names, and
   * that is almost called as one that Almanac reads.
   */
  public List<String> mistypedVariables() {
    return Variables.mistyped(environment, namedVariables, reference);
  }

  /** One job. */
  public JobSpec job(Path jobFile) {
    Problems problems = new Problems();
    return problems.orThrow(parseJob(jobFiles(jobFile), problems));
  }

  /** The settings and the job together; problems of both are told in one error. */
  public LoadedJob load(Path jobFile, Optional<Path> platformFile) {
    Problems problems = new Problems();
    Layered site = platformFiles(platformFile);
    Supplier<PlatformSpec> platform = parsePlatform(site, problems);
    Layered files = jobFiles(jobFile);
    Supplier<JobSpec> job = parseJob(files, problems);
    Redactor secrets = Redactor.ofSecrets();
    secrets.hide(site.resolved().root());
    secrets.hide(files.resolved().root());
    return problems.orThrow(
        () ->
            new LoadedJob(
                platform.get(),
                job.get(),
                key -> place(files, key),
                (key, offset) -> place(files, key, offset),
                problems::redacted,
                text -> secrets.redact("", text)));
  }

  /**
   * The effective configuration with origins, secrets masked. Shows what was said, whether it makes
   * sense or not: only unreadable files are refused.
   */
  public ConfigView view(Path jobFile, Optional<Path> platformFile) {
    List<ConfigLine> lines = new ArrayList<>();
    lines.addAll(EffectiveConfig.lines(platformFiles(platformFile).effective().root()));
    lines.addAll(EffectiveConfig.lines(jobFiles(jobFile).effective().root()));
    return new ConfigView(lines);
  }

  /** {@link #view} as text. */
  public String render(Path jobFile, Optional<Path> platformFile) {
    return view(jobFile, platformFile).text();
  }

  /**
   * A file and what it comes to.
   *
   * @param asWritten the file alone
   * @param resolved all layers
   * @param effective all layers, completed
   */
  private record Layered(Config asWritten, Config resolved, Config effective) {}

  private Layered platformFiles(Optional<Path> named) {
    Optional<Path> file = named.or(this::platformFile);
    Config written = file.map(this::read).orElseGet(() -> ConfigFactory.empty("platform settings"));
    String shown = file.map(Path::toString).orElse("platform settings");
    Config layered =
        ConfigLayers.overrides(overrides, ConfigOverride::isPlatform)
            .withFallback(ConfigLayers.environment(environment, reference))
            .withFallback(written)
            .withFallback(reference.platform());
    Config resolved = ConfigLayers.resolve(layered, written, shown, environment, namedVariables);
    return new Layered(written, resolved, PlatformDefaults.complete(resolved, reference));
  }

  private Layered jobFiles(Path jobFile) {
    Config written = read(jobFile);
    Config layered =
        ConfigLayers.overrides(overrides, override -> !override.isPlatform())
            .withFallback(written)
            .withFallback(reference.job());
    Config resolved =
        ConfigLayers.resolve(layered, written, jobFile.toString(), environment, namedVariables);
    return new Layered(written, resolved, JobDefaults.complete(resolved, reference));
  }

  /** Where a setting was said; of one that is nowhere, the file. */
  private String place(Layered files, String key) {
    ParseContext reading = new ParseContext(new Problems(), files.asWritten().root(), reference);
    try {
      List<String> path = ConfigUtil.splitPath(key);
      Optional<ConfigLocation> place =
          ConfigPaths.at(files.effective().root(), path)
              .map(value -> ConfigLocation.of(value.origin()));
      Optional<String> from = place.flatMap(ConfigLocation::derivedFrom);
      return from.isPresent()
          ? place(files, from.get())
          : place.filter(ConfigLocation::isSaid).orElseGet(() -> reading.placeOf(path)).toString();
    } catch (ConfigException.BadPath e) {
      return reading.placeOf(List.of()).toString();
    }
  }

  /** Where a character of a text was said. */
  private String place(Layered files, String key, int offset) {
    return ConfigPaths.at(files.effective().root(), ConfigUtil.splitPath(key))
        .filter(Values::isScalar)
        .map(
            value ->
                new TextLines(workingDirectory)
                    .at(ConfigLocation.of(value.origin()), Values.text(value), offset)
                    .toString())
        .orElseGet(() -> place(files, key));
  }

  private Config read(Path file) {
    return HoconReader.read(workingDirectory.resolve(file), file);
  }

  /** The platform file that nobody named, if there is one. */
  private Optional<Path> platformFile() {
    String named = environment.getOrDefault(FILE_VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    Path home = Path.of(environment.getOrDefault(HOME_VARIABLE, ""));
    Path usual = home.resolve("conf").resolve("almanac.conf");
    return Files.exists(workingDirectory.resolve(usual)) ? Optional.of(usual) : Optional.empty();
  }

  private Supplier<PlatformSpec> parsePlatform(Layered files, Problems problems) {
    ParseContext reading = new ParseContext(problems, files.asWritten().root(), reference);
    Section root = section(files, reading, "");
    return new PlatformParser(root, workingDirectory).parse();
  }

  private Supplier<JobSpec> parseJob(Layered files, Problems problems) {
    ParseContext reading = new ParseContext(problems, files.asWritten().root(), reference);
    Section root = section(files, reading, "job");
    return new JobParser(root, EffectiveConfig.json(files.effective().root())).parse();
  }

  private static Section section(Layered files, ParseContext reading, String kind) {
    reading.problems().hide(files.resolved().root());
    QuotedSubstitutions.check(files.resolved().root(), reading.problems());
    return new Section(reading, files.effective().root(), List.of(), kind);
  }
}
