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

/** Configuration layers that override a file (environment and command line), and their merge. */
final class ConfigLayers {
  /** Prefix of the environment variables that Almanac reads. */
  static final String VARIABLE = "ALMANAC_";

  /** Maximum nesting depth; a job uses seven levels. */
  private static final int DEEPEST = 64;

  private static final Pattern HOCON_VALUE =
      Pattern.compile(
          "[\\[{\"].*|true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?", Pattern.DOTALL);

  private ConfigLayers() {}

  /** Converts the overrides that match a predicate to a configuration. */
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

  /** The error omits the value, which may be a password. */
  private static AlmanacException notAValue(ConfigOverride override, String why) {
    return new AlmanacException(
        ErrorCode.BAD_OPTION,
        "-D %s=… is not a value: %s; what begins with [, { or \" is read as HOCON"
            .formatted(Text.printable(override.key()), why));
  }

  /** Environment variable of a platform key: {@code almanac.log-file} is ALMANAC_LOG_FILE. */
  static String variable(List<String> path) {
    return String.join("_", path).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The platform settings that environment variables set. */
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
   * Resolves the substitutions of all layers together, after a check of the expanded size.
   *
   * @param written the file alone, for the location of a substitution that cannot be resolved
   * @param named receives the names that substitutions look up outside the configuration
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

  /** Location and key of the first setting of the file that cannot be resolved. */
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

  /**
   * Resolves substitutions from {@code ALMANAC_} variables and rejects other environment variables.
   */
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
