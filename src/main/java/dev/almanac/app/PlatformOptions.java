package dev.almanac.app;

import dev.almanac.config.ConfigLoader;
import dev.almanac.config.ConfigOverride;
import dev.almanac.core.AlmanacException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options for platform settings: the settings file and overrides. */
final class PlatformOptions {
  @Option(
      names = "--platform",
      paramLabel = "FILE",
      description =
          "Platform settings; default: $ALMANAC_CONF, else conf/almanac.conf under $ALMANAC_HOME.")
  @Nullable Path platform;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      converter = OverrideConverter.class,
      description =
          "Override a key of the job file (train.seed=7) or a platform setting"
              + " (almanac.spark.master=local[4]). Repeatable; wins over files and environment.")
  List<ConfigOverride> overrides = new ArrayList<>();

  ConfigLoader loader(ProcessEnvironment surroundings) {
    return new ConfigLoader(surroundings.environment(), overrides, surroundings.workingDirectory());
  }

  Optional<Path> platformFile() {
    return Optional.ofNullable(platform);
  }

  /** Parses {@code key=value}. */
  static final class OverrideConverter implements ITypeConverter<ConfigOverride> {
    @Override
    public ConfigOverride convert(String text) {
      try {
        return ConfigOverride.parse(text);
      } catch (AlmanacException e) { // picocli's message would contain the text, maybe a password
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
