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

/** Finds values and merges blocks by path, one element at a time. */
final class ConfigPaths {
  private ConfigPaths() {}

  /** The value at a path; empty if it is absent or inside an unresolved block. */
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

  /** The block at a path; empty if there is none. */
  static Optional<ConfigObject> block(ConfigObject root, List<String> path) {
    return at(root, path).filter(ConfigObject.class::isInstance).map(ConfigObject.class::cast);
  }

  /**
   * Fills absent and null keys of a block from its defaults, recursively. {@code withFallback}
   * cannot do this: an object that was merged with null, even with the null of a default, ignores
   * every later fallback.
   */
  static ConfigObject complete(ConfigObject block, ConfigObject defaults) {
    return merged(block, defaults, ConfigValueType.NULL);
  }

  /** Like {@link #complete}, but null counts as a value and hides the value of the other block. */
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

  /**
   * The path of every setting of a block that may be unresolved; an unresolved block counts as one.
   */
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

  /** Nesting depth of blocks and lists; 1 for a scalar. */
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
