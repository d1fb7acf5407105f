package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Map;

/** Completes the platform configuration: every named entry gets the defaults of its kind. */
final class PlatformDefaults {
  private static final Map<List<String>, String> KINDS =
      Map.of(
          List.of(Reference.ROOT, "serve", "tables"), "served-table",
          List.of(Reference.ROOT, "serve", "clients"), "client");

  private PlatformDefaults() {}

  static Config complete(Config platform, Reference reference) {
    Config complete = ConfigPaths.complete(platform.root(), reference.platform().root()).toConfig();
    for (Map.Entry<List<String>, String> kind : KINDS.entrySet()) {
      ConfigObject defaults = reference.each(kind.getValue());
      ConfigObject named = ConfigPaths.block(platform.root(), kind.getKey()).orElse(null);
      if (named == null) {
        continue;
      }
      for (String name : named.keySet()) {
        if (named.get(name) instanceof ConfigObject block) {
          String path = ConfigUtil.joinPath(kind.getKey()) + "." + ConfigUtil.joinPath(name);
          complete = complete.withValue(path, ConfigPaths.complete(block, defaults));
        }
      }
    }
    return complete;
  }
}
