package dev.almanac.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serializes the effective configuration: absent settings omitted, secrets masked, including copies
 * of a secret in other settings.
 */
final class EffectiveConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Redactor redactor = Redactor.ofSecrets();

  private EffectiveConfig(ConfigObject block) {
    redactor.hide(block);
  }

  /** Canonical JSON: keys sorted, no blanks; equal settings give equal text. */
  static String json(ConfigObject block) {
    try {
      return JSON.writeValueAsString(new EffectiveConfig(block).tree(block, List.of()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers, texts, lists and maps are always JSON", e);
    }
  }

  private Map<String, Object> tree(ConfigObject block, List<String> path) {
    Map<String, Object> tree = new TreeMap<>();
    block.forEach(
        (key, value) -> {
          Object shown = shown(value, longer(path, key));
          if (shown != null) {
            tree.put(key, shown);
          }
        });
    return tree;
  }

  private @Nullable Object shown(ConfigValue value, List<String> path) {
    return switch (value.valueType()) {
      case NULL -> null;
      case OBJECT -> tree((ConfigObject) value, path);
      case LIST -> list((ConfigList) value, path);
      case STRING -> masked(path, String.valueOf(value.unwrapped()));
      case NUMBER, BOOLEAN -> Secrets.isSecret(path) ? Secrets.MASK : value.unwrapped();
    };
  }

  private List<Object> list(ConfigList list, List<String> path) {
    List<Object> shown = new ArrayList<>();
    for (ConfigValue element : list) {
      Object one = shown(element, path);
      if (one != null) {
        shown.add(one);
      }
    }
    return shown;
  }

  /** One line for each setting, sorted by key. */
  static List<ConfigLine> lines(ConfigObject block) {
    EffectiveConfig effective = new EffectiveConfig(block);
    Map<List<String>, ConfigLine> lines = new TreeMap<>(EffectiveConfig::compare);
    for (List<String> path : Reference.leaves(block)) {
      ConfigValue value = ConfigPaths.at(block, path).orElseThrow();
      if (value.valueType() != ConfigValueType.NULL
          && value.valueType() != ConfigValueType.OBJECT) {
        lines.put(
            path,
            new ConfigLine(
                ConfigUtil.joinPath(path),
                effective.text(value, path),
                ConfigLocation.of(value.origin()).toString()));
      }
    }
    return List.copyOf(lines.values());
  }

  private String text(ConfigValue value, List<String> path) {
    if (value instanceof ConfigList list) {
      try {
        return JSON.writeValueAsString(list(list, path));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a list of texts is always JSON", e);
      }
    }
    return masked(path, Values.text(value));
  }

  private String masked(List<String> path, String value) {
    return redactor.redact(ConfigUtil.joinPath(path), Secrets.masked(path, value));
  }

  private static int compare(List<String> a, List<String> b) {
    return String.join("\u0000", a).compareTo(String.join("\u0000", b));
  }

  private static List<String> longer(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
