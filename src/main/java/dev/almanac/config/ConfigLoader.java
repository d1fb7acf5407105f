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
 * Loads platform settings and job files. Later layers override earlier ones: {@code
 * reference.conf}, the file, the environment (platform settings only), {@code -D}. Does not start
 * Spark and reads no data. Thread-safe; each call reads the files again.
 *
 * <p>Every method that reads files throws {@link AlmanacException}: {@code CONFIG_UNREADABLE} if a
 * file is missing, is not valid HOCON, includes a file outside its folder or expands beyond the
 * size limit; {@code BAD_OPTION} if the value of a {@code -D} option is not valid HOCON; {@code
 * CONFIG_INVALID} with one line per problem otherwise.
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
   * Creates a loader for one command.
   *
   * @param environment the process environment
   * @param overrides the {@code -D} options in order; the last one of a key wins
   * @param workingDirectory the base of relative file paths
   */
  public ConfigLoader(
      Map<String, String> environment, List<ConfigOverride> overrides, Path workingDirectory) {
    this.environment = Map.copyOf(environment);
    this.overrides = List.copyOf(overrides);
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.reference = Reference.load();
  }

  /**
   * Loads the platform settings.
   *
   * @param platformFile the platform file; if empty, the file that {@code ALMANAC_CONF} names, or
   *     else {@code conf/almanac.conf} under {@code ALMANAC_HOME} or the working directory if it
   *     exists
   */
  public PlatformSpec platform(Optional<Path> platformFile) {
    Problems problems = new Problems();
    return problems.orThrow(parsePlatform(platformFiles(platformFile), problems));
  }

  /**
   * Warnings about {@code ALMANAC_…} variables that are probably misspelled: one sentence for each
   * variable that is set, that no file read so far names, and whose name is close to a known one.
   */
  public List<String> mistypedVariables() {
    return Variables.mistyped(environment, namedVariables, reference);
  }

  /** Loads one job. */
  public JobSpec job(Path jobFile) {
    Problems problems = new Problems();
    return problems.orThrow(parseJob(jobFiles(jobFile), problems));
  }

  /** Loads platform settings and job; one error lists the problems of both. */
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
   * The effective configuration with origins, secrets masked. The values are not validated; only
   * unreadable files are errors.
   */
  public ConfigView view(Path jobFile, Optional<Path> platformFile) {
    List<ConfigLine> lines = new ArrayList<>();
    lines.addAll(EffectiveConfig.lines(platformFiles(platformFile).effective().root()));
    lines.addAll(EffectiveConfig.lines(jobFiles(jobFile).effective().root()));
    return new ConfigView(lines);
  }

  /** Returns {@link #view} as text. */
  public String render(Path jobFile, Optional<Path> platformFile) {
    return view(jobFile, platformFile).text();
  }

  /**
   * A file with its merged and completed forms.
   *
   * @param asWritten the file alone
   * @param resolved all layers with substitutions resolved
   * @param effective {@code resolved} with defaults and derived settings
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

  /**
   * Location of a setting; for an absent setting, the innermost block of the file that would hold
   * it.
   */
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

  /** Location of one character of a string. */
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

  /** The platform file to use if no option names one. */
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
