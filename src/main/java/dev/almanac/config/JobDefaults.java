package dev.almanac.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.ModelName;
import dev.almanac.core.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Completes a job's configuration: every named entry gets the defaults of its kind, the list form
 * of features becomes the block form, and settings that derive from the job's name are filled in.
 * Invalid values stay as they are; the parser reports them.
 */
final class JobDefaults {
  private static final String REJECTS = "_rejects";
  private static final List<String> SHARED_SOURCES = List.of("sources");

  private static final List<String> CHALLENGERS = List.of("score", "challengers");

  private final Reference reference;
  private Config job;

  private JobDefaults(Reference reference, Config job) {
    this.reference = reference;
    this.job = job;
  }

  /** Returns the completed form of a resolved job configuration. */
  static Config complete(Config job, Reference reference) {
    ConfigObject complete = ConfigPaths.complete(job.root(), reference.job().root());
    return new JobDefaults(reference, complete.toConfig()).run();
  }

  private Config run() {
    eachOf(SHARED_SOURCES, "source");
    for (String side : List.of("train", "score")) {
      List<String> path = List.of(side, "sources");
      inherit(path, SHARED_SOURCES);
      eachOf(path, "source");
    }
    for (String kind : List.of("numeric", "categorical", "text")) {
      List<String> path = List.of("train", "features", kind);
      listToBlock(path);
      eachOf(path, kind);
    }
    List<String> expressions = List.of("train", "features", "expressions");
    textsToBlocks(expressions, "sql");
    eachOf(expressions, "expressions");
    gate();
    eachOf(CHALLENGERS, "challenger");
    publish();
    text("name").ifPresent(this::derive);
    return job;
  }

  private void gate() {
    List<String> gate = List.of("train", "gate");
    eachOf(gate, "gate");
    for (String metric : blocks(gate).keySet()) {
      List<String> rule = List.of("train", "gate", metric);
      ConfigPaths.block(job.root(), List.of("train", "gate", metric, "champion"))
          .ifPresent(
              block ->
                  set(rule, "champion", ConfigPaths.complete(block, reference.each("champion"))));
      eachOf(List.of("train", "gate", metric, "segments"), "segment");
    }
  }

  /** A job without {@code publish} stays unchanged, and so does its hash. */
  private void publish() {
    List<String> path = List.of("publish");
    ConfigPaths.block(job.root(), List.of("publish", "jdbc"))
        .ifPresent(
            block ->
                set(
                    path,
                    "jdbc",
                    ConfigPaths.complete(
                        block,
                        ConfigPaths.block(reference.each("publish"), List.of("jdbc"))
                            .orElseThrow())));
  }

  /** Fills each block at a path with the defaults of its kind. */
  private void eachOf(List<String> path, String kind) {
    ConfigObject defaults = reference.each(kind);
    blocks(path).forEach((name, block) -> set(path, name, ConfigPaths.complete(block, defaults)));
  }

  /** Merges blocks at a path over the blocks of the same name at another path. */
  private void inherit(List<String> path, List<String> from) {
    Map<String, ConfigObject> inherited = blocks(from);
    blocks(path)
        .forEach(
            (name, block) -> {
              ConfigObject base = inherited.get(name);
              if (base != null) {
                set(path, name, ConfigPaths.overlay(block, base));
              }
            });
  }

  private Map<String, ConfigObject> blocks(List<String> path) {
    Map<String, ConfigObject> blocks = new TreeMap<>();
    ConfigPaths.block(job.root(), path)
        .ifPresent(
            parent ->
                parent.forEach(
                    (name, value) -> {
                      if (value instanceof ConfigObject block) {
                        blocks.put(name, block);
                      }
                    }));
    return blocks;
  }

  /** Expands a string in place of a named block to a block with the string at the given key. */
  private void textsToBlocks(List<String> path, String key) {
    ConfigPaths.block(job.root(), path)
        .ifPresent(
            parent ->
                parent.forEach(
                    (name, value) -> {
                      if (value.valueType() == ConfigValueType.STRING) {
                        ConfigObject block =
                            ConfigValueFactory.fromMap(Map.of())
                                .withOrigin(value.origin())
                                .withValue(key, value);
                        set(path, name, block);
                      }
                    }));
  }

  private void listToBlock(List<String> path) {
    Optional<ConfigValue> value = ConfigPaths.at(job.root(), path);
    if (value.isEmpty() || !(value.get() instanceof ConfigList list)) {
      return;
    }
    Map<String, ConfigValue> columns = new TreeMap<>();
    for (ConfigValue element : list) {
      if (element.valueType() != ConfigValueType.STRING) {
        return;
      }
      ConfigValue block = ConfigValueFactory.fromMap(Map.of()).withOrigin(element.origin());
      if (columns.put(String.valueOf(element.unwrapped()), block) != null) {
        return;
      }
    }
    ConfigObject block = ConfigValueFactory.fromMap(Map.of()).withOrigin(list.origin());
    for (Map.Entry<String, ConfigValue> column : columns.entrySet()) {
      block = block.withValue(column.getKey(), column.getValue());
    }
    job = job.withValue(ConfigUtil.joinPath(path), block);
  }

  /** Fills absent settings that derive from the job's name; no other code derives them. */
  private void derive(String name) {
    try {
      fill(
          List.of("score", "model"),
          new ModelName(name) + "@champion",
          ConfigLocation.DERIVED + "name");
    } catch (IllegalArgumentException e) {
      return; // the parser reports the invalid name once
    }
    fill(List.of("forecasts", "table"), TableNames.derived(name), ConfigLocation.DERIVED + "name");
    text("forecasts", "table").ifPresent(this::deriveTables);
  }

  private void deriveTables(String table) {
    fill(
        List.of("forecasts", "rejects"),
        table + REJECTS,
        ConfigLocation.DERIVED + "forecasts.table");
    for (String name : blocks(CHALLENGERS).keySet()) {
      List<String> challenger = List.of("score", "challengers", name);
      fill(
          in(challenger, "table"),
          table + "_" + TableNames.flattened(name),
          ConfigLocation.DERIVED + "forecasts.table");
      text("score", "challengers", name, "table")
          .ifPresent(
              own ->
                  fill(
                      in(challenger, "rejects"),
                      own + REJECTS,
                      ConfigLocation.DERIVED + ConfigUtil.joinPath(in(challenger, "table"))));
    }
  }

  private static List<String> in(List<String> block, String key) {
    List<String> path = new ArrayList<>(block);
    path.add(key);
    return path;
  }

  private void fill(List<String> path, String value, String origin) {
    boolean hasHome = ConfigPaths.block(job.root(), path.subList(0, path.size() - 1)).isPresent();
    boolean said =
        ConfigPaths.at(job.root(), path)
            .map(v -> v.valueType() != ConfigValueType.NULL)
            .orElse(false);
    if (hasHome && !said) {
      job = job.withValue(ConfigUtil.joinPath(path), ConfigValueFactory.fromAnyRef(value, origin));
    }
  }

  private Optional<String> text(String... path) {
    return ConfigPaths.at(job.root(), List.of(path)).filter(Values::isScalar).map(Values::text);
  }

  private void set(List<String> path, String name, ConfigValue value) {
    job = job.withValue(ConfigUtil.joinPath(in(path, name)), value);
  }
}
