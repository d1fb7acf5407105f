package dev.almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Walks blocks by path, element by element. */
final class Trees {
  private Trees() {}

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
