package dev.almanac.config;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads platform settings and job files. What is said later wins: {@code reference.conf}, then the
 * file, then (platform settings only) the environment, then {@code -D}. Starts no Spark and reads
 * no data. Immutable and thread-safe; files are read anew at each call.
 *
 * <p>Every method throws {@link AlmanacException}: {@code CONFIG_UNREADABLE} if a file is not there
 * or is no HOCON (or HOCON that tries to reach outside its folder or to swell), {@code
 * CONFIG_INVALID} with a line for every problem otherwise.
 */
public final class ConfigLoader {
  private final Map<String, String> environment;
  private final List<ConfigOverride> overrides;
  private final Path workingDirectory;

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
  }

  /**
   * The site's settings.
   *
   * @param platformFile the file that was named; else {@code ALMANAC_CONF} of the environment, else
   *     {@code conf/almanac.conf} under {@code ALMANAC_HOME} or the working directory if it is
   *     there
   */
  public PlatformSpec platform(Optional<Path> platformFile) {
    return notYet(platformFile).platform();
  }

  /** One job. */
  public JobSpec job(Path jobFile) {
    return notYet(jobFile).job();
  }

  /** The settings and the job together; problems of both are told in one error. */
  public LoadedJob load(Path jobFile, Optional<Path> platformFile) {
    return notYet(jobFile);
  }

  /**
   * The effective configuration with origins, secrets masked. Shows what was said, whether it makes
   * sense or not: only unreadable files are refused.
   */
  public ConfigView view(Path jobFile, Optional<Path> platformFile) {
    return new ConfigView(List.of());
  }

  /** {@link #view} as text. */
  public String render(Path jobFile, Optional<Path> platformFile) {
    return view(jobFile, platformFile).text();
  }

  private LoadedJob notYet(Object what) {
    throw new UnsupportedOperationException(
        "to be filled in: " + what + environment.size() + overrides + workingDirectory);
  }
}
