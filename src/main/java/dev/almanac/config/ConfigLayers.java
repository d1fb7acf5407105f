package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The layers above a file: environment and command line; and how they become one. */
final class ConfigLayers {
  /** Only variables that begin so are ours to read. */
  static final String VARIABLE = "ALMANAC_";

  /** Blocks within each other; a job has seven. */
  private static final int DEEPEST = 64;

  private static final Pattern HOCON_VALUE =
      Pattern.compile(
          "[\\[{\"].*|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?", Pattern.DOTALL);

  private ConfigLayers() {}

  /** The overrides that are wanted, as a configuration. */
  static Config overrides(List<ConfigOverride> overrides, Predicate<ConfigOverride> required) {
    Config layer = ConfigFactory.empty(ConfigLocation.COMMAND_LINE);
    for (ConfigOverride override : overrides) {
      if (required.test(override)) {
        layer =
            ConfigFactory.empty(ConfigLocation.COMMAND_LINE)
                .withValue(override.key(), value(override))
                .withFallback(layer);
      }
    }
    return layer;
  }

  private static ConfigValue value(ConfigOverride override) {
    String text = override.value();
    if (!HOCON_VALUE.matcher(text).matches()) {
      return ConfigValueFactory.fromAnyRef(text, ConfigLocation.COMMAND_LINE);
    }
    try {
      Config parsed =
          ConfigFactory.parseString(
              "value = " + text, HoconReader.options(ConfigLocation.COMMAND_LINE));
      ConfigValue value = parsed.root().get("value");
      if (value != null && parsed.root().size() == 1) {
        return value;
      }
      throw notAValue(override, "it is more than one value");
    } catch (ConfigException e) {
      throw notAValue(override, HoconErrors.what(e));
    } catch (StackOverflowError e) {
      throw notAValue(override, "it is nested too deeply");
    }
  }

  /** The value itself may be a password. */
  private static AlmanacException notAValue(ConfigOverride override, String why) {
    return new AlmanacException(
        ErrorCode.BAD_OPTION,
        "-D %s=… is not a value: %s; what begins with [, { or \" is read as HOCON"
            .formatted(Text.printable(override.key()), why));
  }

  /** The variable that sets a platform key: {@code almanac.log-file} is ALMANAC_LOG_FILE. */
  static String variable(List<String> path) {
    return String.join("_", path).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The platform settings that the environment says. */
  static Config environment(Map<String, String> environment, Reference reference) {
    Config layer = ConfigFactory.empty();
    for (List<String> path : Reference.leaves(reference.platform().root())) {
      String variable = variable(path);
      String said = environment.get(variable);
      boolean isBlock = ConfigPaths.block(reference.platform().root(), path).isPresent();
      if (said != null && !said.isBlank() && !isBlock) {
        layer =
            layer.withValue(
                ConfigUtil.joinPath(path),
                ConfigValueFactory.fromAnyRef(said, ConfigLocation.ENVIRONMENT + variable));
      }
    }
    return layer;
  }

  /**
   * Resolves the substitutions of all layers together, after weighing what they come to.
   *
   * @param written the file alone, to say where it cannot be resolved
   * @param named takes the variables that substitutions name
   */
  static Config resolve(
      Config layered,
      Config written,
      String shown,
      Map<String, String> environment,
      Set<String> named) {
    ConfigResolveOptions options =
        ConfigResolveOptions.noSystem().appendResolver(new Lookup(shown, environment, named));
    return ConfigErrors.guard(
        shown,
        () -> {
          ExpansionGuard.check(layered.root(), shown);
          Config resolved = layered.resolve(options);
          if (ConfigPaths.depth(resolved.root()) > DEEPEST) {
            throw ConfigErrors.tooDeep(shown);
          }
          return resolved;
        },
        () -> unresolvable(written, layered, options));
  }

  /** Where the first setting of the file is said that cannot be resolved, and its key. */
  private static Optional<String> unresolvable(
      Config written, Config layered, ConfigResolveOptions options) {
    for (List<String> path : ConfigPaths.unresolvedLeaves(written.root())) {
      String key = ConfigUtil.joinPath(path);
      try {
        written.withOnlyPath(key).resolveWith(layered, options);
      } catch (ConfigException e) {
        return ConfigPaths.at(written.root(), path)
            .map(value -> ConfigLocation.of(value.origin()) + ": " + key)
            .or(() -> Optional.of(key));
      }
    }
    return Optional.empty();
  }

  /** Gives substitutions our own variables, and says so where another one is asked for. */
  private record Lookup(String shown, Map<String, String> environment, Set<String> named)
      implements ConfigResolver {
    @Override
    public @Nullable ConfigValue lookup(String path) {
      named.add(path);
      String said = environment.get(path);
      if (said == null) {
        return null;
      }
      if (!path.startsWith(VARIABLE)) {
        throw ConfigErrors.because(
            "%s: ${%s}: of the environment only variables that begin with %s can be used"
                .formatted(shown, path, VARIABLE));
      }
      return ConfigValueFactory.fromAnyRef(said, ConfigLocation.ENVIRONMENT + path);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
