package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reference configuration: the only source of defaults and the list of all keys.
 *
 * @param platform {@code almanac { … }} without the keys of jobs
 * @param job the keys of a job file with their defaults
 * @param each the keys and defaults of an entry of a named block, by kind of block
 */
record Reference(Config platform, Config job, Config each) {
  /** The root of platform settings. */
  static final String ROOT = "almanac";

  private static final List<String> FOR_JOBS = List.of(ROOT + ".job", ROOT + ".each");

  /**
   * Loads the file of this jar. Files of the same name in other libraries are merged in and
   * ignored.
   */
  static Reference load() {
    Config all =
        ConfigFactory.parseResources(
                Reference.class.getClassLoader(),
                "reference.conf",
                ConfigParseOptions.defaults()
                    .setAllowMissing(false)
                    .setOriginDescription(ConfigLocation.REFERENCE_FILE))
            .withOnlyPath(ROOT);
    Config platform = all;
    for (String path : FOR_JOBS) {
      platform = platform.withoutPath(path);
    }
    return new Reference(platform, all.getConfig(FOR_JOBS.get(0)), all.getConfig(FOR_JOBS.get(1)));
  }

  /** The defaults of one entry of a named block. */
  ConfigObject each(String kind) {
    return each.getObject(kind);
  }

  /** The path of every setting in a block; sub-blocks count only if they are empty. */
  static List<List<String>> leaves(ConfigObject block) {
    List<List<String>> paths = new ArrayList<>();
    collect(block, List.of(), paths);
    return paths;
  }

  private static void collect(ConfigObject block, List<String> path, List<List<String>> paths) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      List<String> here = new ArrayList<>(path);
      here.add(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
        collect(inner, here, paths);
      } else {
        paths.add(here);
      }
    }
  }

  /** The paths of the job settings whose last element is the given key, as suggestions. */
  List<String> homesOf(String key) {
    Set<String> homes = new TreeSet<>();
    for (List<String> path : leaves(job.root())) {
      if (path.get(path.size() - 1).equals(key)) {
        homes.add(ConfigUtil.joinPath(path));
      }
    }
    return List.copyOf(homes);
  }
}
