package dev.almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks blocks by path, element by element. */
final class ConfigPaths {
  private ConfigPaths() {}

  /** What stands at a path, if anything does; of an unresolved block nothing can be told. */
  static Optional<ConfigValue> at(ConfigObject root, List<String> path) {
    ConfigValue value = root;
    for (String key : path) {
      if (!(value instanceof ConfigObject block)) {
        return Optional.empty();
      }
      ConfigValue next;
      try {
        next = block.get(key);
      } catch (ConfigException.NotResolved e) {
        return Optional.empty();
      }
      if (next == null) {
        return Optional.empty();
      }
      value = next;
    }
    return Optional.of(value);
  }

  /** The block at a path, if there is one. */
  static Optional<ConfigObject> block(ConfigObject root, List<String> path) {
    return at(root, path).filter(ConfigObject.class::isInstance).map(ConfigObject.class::cast);
  }

  /**
   * The block, with the default in the place of what it does not say or says to be null. {@code
   * withFallback} cannot do this: an object that was merged with null, be it only the null of a
   * default, ignores every later fallback.
   */
  static ConfigObject complete(ConfigObject block, ConfigObject defaults) {
    return merged(block, defaults, ConfigValueType.NULL);
  }

  /** As {@link #complete}, but null is a word: it hides what the other block says. */
  static ConfigObject overlay(ConfigObject block, ConfigObject under) {
    return merged(block, under, null);
  }

  private static ConfigObject merged(
      ConfigObject block, ConfigObject under, @Nullable ConfigValueType absent) {
    ConfigObject merged = block;
    for (Map.Entry<String, ConfigValue> entry : under.entrySet()) {
      ConfigValue said = block.get(entry.getKey());
      if (said == null || said.valueType() == absent) {
        merged = merged.withValue(entry.getKey(), entry.getValue());
      } else if (said instanceof ConfigObject inner
          && entry.getValue() instanceof ConfigObject innerUnder) {
        merged = merged.withValue(entry.getKey(), merged(inner, innerUnder, absent));
      }
    }
    return merged;
  }

  /** The path of every setting of a block that may be unresolved; what is, counts as one. */
  static List<List<String>> unresolvedLeaves(ConfigObject block) {
    List<List<String>> paths = new ArrayList<>();
    collect(block, List.of(), paths);
    return paths;
  }

  private static void collect(ConfigValue value, List<String> path, List<List<String>> paths) {
    Set<Map.Entry<String, ConfigValue>> entries;
    try {
      entries = value instanceof ConfigObject block ? block.entrySet() : Set.of();
    } catch (ConfigException.NotResolved e) {
      entries = Set.of();
    }
    if (entries.isEmpty() && !path.isEmpty()) {
      paths.add(path);
    }
    for (Map.Entry<String, ConfigValue> entry : entries) {
      List<String> longer = new ArrayList<>(path);
      longer.add(entry.getKey());
      collect(entry.getValue(), longer, paths);
    }
  }

  /** How many blocks and lists stand within each other at most. */
  static int depth(ConfigValue value) {
    Collection<ConfigValue> inner =
        value instanceof ConfigObject block
            ? block.values()
            : value instanceof ConfigList list ? list : List.of();
    int deepest = 0;
    for (ConfigValue one : inner) {
      deepest = Math.max(deepest, depth(one));
    }
    return deepest + 1;
  }
}
