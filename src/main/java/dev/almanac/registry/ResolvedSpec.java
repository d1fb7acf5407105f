package dev.almanac.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Effective job specification as a version stores it: features that the job selects by rule are
 * named, each with the settings of its rule, as if the job file had named them.
 */
public final class ResolvedSpec {
  private ResolvedSpec() {}

  /**
   * Replaces rules by the features that they selected.
   *
   * @param effective the job's effective configuration as canonical JSON
   * @param taken by kind of feature ({@code numeric}, …), the pattern of the rule that selected
   *     each column
   * @param isRule whether a feature's name is a rule's pattern
   * @return canonical JSON
   * @throws IllegalArgumentException if the configuration is not a JSON object
   */
  public static String of(
      String effective, Map<String, Map<String, String>> taken, Predicate<String> isRule) {
    ObjectNode spec;
    try {
      spec = Json.read(effective.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new IllegalArgumentException("the effective configuration is no JSON object", e);
    }
    if (spec.path("train").path("features") instanceof ObjectNode features) {
      taken.forEach(
          (kind, columns) -> {
            if (features.path(kind) instanceof ObjectNode named) {
              columns.forEach((column, pattern) -> put(named, column, pattern));
            }
          });
      features.properties().stream()
          .map(Map.Entry::getValue)
          .filter(ObjectNode.class::isInstance)
          .forEach(kind -> removeRules((ObjectNode) kind, isRule));
      features.remove("except");
    }
    return Json.line(spec);
  }

  private static void put(ObjectNode named, String column, String pattern) {
    JsonNode settings = named.get(pattern);
    if (settings != null) {
      named.set(column, settings);
    }
  }

  private static void removeRules(ObjectNode kind, Predicate<String> isRule) {
    List<String> names = new ArrayList<>();
    kind.fieldNames().forEachRemaining(names::add);
    names.stream().filter(isRule).forEach(kind::remove);
  }
}
