package dev.almanac.pmml;

import dev.almanac.core.Text;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.PMMLFunctions;
import org.jspecify.annotations.Nullable;

/**
 * Counts the function calls that one row can cause. A document can define functions that each call
 * another one twice, which takes exponential time with a few lines.
 */
final class FunctionCalls {
  /**
   * Maximum number of calls per row: far more than a valid document needs, and completed in
   * seconds.
   */
  static final long MOST = 10_000_000;

  private static final int DEEPEST = 100;
  private static final Set<String> BUILT_IN = builtIn();

  /** Calls by calling function; the document's own expressions have an empty name. */
  private final Map<String, Map<String, Long>> byCaller = new LinkedHashMap<>();

  private final Map<String, Long> costs = new HashMap<>();
  private String caller = "";

  FunctionCalls() {
    byCaller.put("", new LinkedHashMap<>());
  }

  /** Starts a function definition. */
  void begin(@Nullable String function) {
    caller = function == null ? "" : function;
    byCaller.computeIfAbsent(caller, name -> new LinkedHashMap<>());
  }

  /** Ends the definition. */
  void end() {
    caller = "";
  }

  void call(@Nullable String function) {
    if (function != null) {
      byCaller.getOrDefault(caller, new HashMap<>()).merge(function, 1L, Long::sum);
    }
  }

  /** The problem of the calls; empty if there is none. */
  String problem() {
    for (Map<String, Long> called : byCaller.values()) {
      for (String name : called.keySet()) {
        // A name with a dot is looked up as a class before the document's own definitions.
        boolean own = isOwn(name) && name.indexOf('.') < 0;
        if (!own && !BUILT_IN.contains(name)) {
          return "it calls the function '%s', which is neither PMML's nor defined in the document"
              .formatted(Text.printable(name));
        }
      }
    }
    return cost("", 0) > MOST
        ? String.format(
            Locale.ROOT,
            "its functions call each other too deeply, in a circle, or more than %d times a row",
            MOST)
        : "";
  }

  /**
   * The number of calls that one use of a function causes; more than the maximum if it is
   * unbounded.
   */
  private long cost(String function, int depth) {
    Long known = costs.get(function);
    if (known != null) {
      return known;
    }
    if (depth > DEEPEST) {
      return MOST + 1;
    }
    long cost = 1;
    for (Map.Entry<String, Long> call : byCaller.getOrDefault(function, Map.of()).entrySet()) {
      long one = isOwn(call.getKey()) ? cost(call.getKey(), depth + 1) : 1;
      cost = Math.min(MOST + 1, cost + Math.min(MOST + 1, one) * call.getValue());
      if (cost > MOST) {
        break;
      }
    }
    costs.put(function, cost);
    return cost;
  }

  private boolean isOwn(String function) {
    return !function.isEmpty() && byCaller.containsKey(function) && !BUILT_IN.contains(function);
  }

  private static Set<String> builtIn() {
    Set<String> names = new HashSet<>();
    for (Field field : PMMLFunctions.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        try {
          names.add((String) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("a public constant cannot be read: " + field, e);
        }
      }
    }
    return Set.copyOf(names);
  }
}
