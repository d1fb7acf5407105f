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
 * The functions that a document calls and defines. A function that calls another one twice, which
 * calls another one twice, and so on, is a few lines that run for years; so the calls that scoring
 * one row can come to are counted.
 */
final class FunctionCalls {
  /** Far more than any honest document needs, and done in seconds. */
  static final long MOST = 10_000_000;

  private static final int DEEPEST = 100;
  private static final Set<String> BUILT_IN = builtIn();

  /** By the function that calls, the document's own expressions under an empty name. */
  private final Map<String, Map<String, Long>> byCaller = new LinkedHashMap<>();

  private final Map<String, Long> costs = new HashMap<>();
  private String caller = "";

  FunctionCalls() {
    byCaller.put("", new LinkedHashMap<>());
  }

  /** A definition begins. */
  void begin(@Nullable String function) {
    caller = function == null ? "" : function;
    byCaller.computeIfAbsent(caller, name -> new LinkedHashMap<>());
  }

  /** The definition ends. */
  void end() {
    caller = "";
  }

  void call(@Nullable String function) {
    if (function != null) {
      byCaller.getOrDefault(caller, new HashMap<>()).merge(function, 1L, Long::sum);
    }
  }

  /** What is wrong with the calls; empty if nothing is. */
  String problem() {
    for (Map<String, Long> called : byCaller.values()) {
      for (String name : called.keySet()) {
        // A name with a dot is looked up as a class before the document's own definitions are.
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

  /** The calls that one use of a function comes to; more than the most if there is no telling. */
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
