package dev.almanac.config;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The environment variables that Almanac reads. Job files may reference other {@code ALMANAC_}
 * variables; one that no file references and whose name is close to a known one is reported as a
 * probable misspelling.
 */
final class Variables {
  /** Variables of the launcher, the platform file and the terminal, without the prefix. */
  private static final List<String> OTHERS =
      List.of("CONF", "HOME", "HEAP", "SERVE_HEAP", "JAVA_OPTS", "BUILD", "TERMINAL", "LAUNCHER");

  private Variables() {}

  /**
   * One sentence for each variable that is set and probably misspelled; without values.
   *
   * @param named the variables that files reference in substitutions
   */
  static List<String> mistyped(
      Map<String, String> environment, Set<String> named, Reference reference) {
    Set<String> known = known(reference);
    List<String> sentences = new ArrayList<>();
    for (String variable : new TreeMap<>(environment).keySet()) {
      if (variable.startsWith(ConfigLayers.VARIABLE) && !named.contains(variable)) {
        String name = variable.substring(ConfigLayers.VARIABLE.length());
        if (!known.contains(name)) {
          // compared without the common prefix
          Text.nearest(name, known)
              .ifPresent(
                  near ->
                      sentences.add(
                          "%s is set, but no setting reads it; did you mean %s%s?"
                              .formatted(Text.printable(variable), ConfigLayers.VARIABLE, near)));
        }
      }
    }
    return sentences;
  }

  private static Set<String> known(Reference reference) {
    Set<String> known = new TreeSet<>(OTHERS);
    for (List<String> path : Reference.leaves(reference.platform().root())) {
      if (ConfigPaths.block(reference.platform().root(), path).isEmpty()) {
        known.add(ConfigLayers.variable(path).substring(ConfigLayers.VARIABLE.length()));
      }
    }
    return known;
  }
}
