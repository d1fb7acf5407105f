package dev.almanac.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Computes an upper bound for the size of a configuration before its substitutions are expanded. A
 * few hundred bytes of nested substitutions, ten levels of ten references each, would otherwise
 * exhaust any heap. The bound is computed from the text of unresolved values.
 */
final class ExpansionGuard {
  /** Maximum number of characters of a resolved configuration. */
  static final long LARGEST = 16L << 20;

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??(?<path>[^}]*)\\}");

  private final ConfigObject root;
  private final Map<List<String>, Long> sizes = new HashMap<>();
  private final Set<List<String>> open = new HashSet<>();

  private ExpansionGuard(ConfigObject root) {
    this.root = root;
  }

  static void check(ConfigObject root, String shown) {
    if (new ExpansionGuard(root).size(List.of(), root) >= LARGEST) {
      throw ConfigErrors.because(
          String.format(
              Locale.ROOT,
              "%s: its substitutions ${…} multiply each other beyond %d characters",
              shown,
              LARGEST));
    }
  }

  private long size(List<String> path, ConfigValue value) {
    Long known = sizes.get(path);
    if (known != null) {
      return known;
    }
    open.add(path);
    long size = capped(value instanceof ConfigObject block ? ofBlock(path, block) : ofText(value));
    open.remove(path);
    sizes.put(path, size);
    return size;
  }

  private long ofBlock(List<String> path, ConfigObject block) {
    Set<Map.Entry<String, ConfigValue>> entries;
    try {
      entries = block.entrySet();
    } catch (ConfigException.NotResolved e) {
      return ofText(block); // two blocks that are not merged yet
    }
    long sum = 0;
    for (Map.Entry<String, ConfigValue> entry : entries) {
      sum = capped(sum + entry.getKey().length() + size(child(path, entry), entry.getValue()));
    }
    return sum;
  }

  /**
   * The size of a value's own text plus all that it references; each self-reference may double it.
   */
  private long ofText(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    long size = text.length();
    int selfMentions = 0;
    Matcher matcher = SUBSTITUTION.matcher(text);
    while (matcher.find()) {
      List<String> path = split(matcher.group("path"));
      long named = named(path);
      if (named < 0) {
        selfMentions++;
      } else {
        size = capped(size + named);
      }
    }
    return capped(size << Math.min(selfMentions, 24));
  }

  /** Size of the value at a path; -1 if it is being computed, 0 if it is absent. */
  private long named(List<String> path) {
    for (int from = 0; from < path.size(); from++) {
      long size = at(path.subList(from, path.size())); // an include may have prefixed it
      if (size != 0) {
        return size;
      }
    }
    return 0;
  }

  private long at(List<String> path) {
    ConfigValue value = root;
    int depth = 0;
    while (depth < path.size() && value instanceof ConfigObject block) {
      ConfigValue next;
      try {
        next = block.get(path.get(depth));
      } catch (ConfigException.NotResolved e) {
        break; // measured as a whole
      }
      if (next == null) {
        return 0;
      }
      value = next;
      depth++;
    }
    List<String> reached = List.copyOf(path.subList(0, depth));
    return open.contains(reached) ? -1 : size(reached, value);
  }

  private static List<String> split(String path) {
    try {
      return ConfigUtil.splitPath(path);
    } catch (ConfigException e) {
      return List.of(); // text that only looks like a substitution
    }
  }

  private static List<String> child(List<String> path, Map.Entry<String, ConfigValue> entry) {
    return Stream.concat(path.stream(), Stream.of(entry.getKey())).toList();
  }

  private static long capped(long size) {
    return Math.min(Math.max(size, 0), LARGEST);
  }
}
