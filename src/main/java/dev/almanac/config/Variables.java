package dev.almanac.config;

import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The environment variables that Almanac reads. Others that begin with {@code ALMANAC_} are for job
 * files to name; one of them that nobody named, and that is almost called as one of these, is a
 * slip of the pen.
 */
final class Variables {
  /** What the launcher, the platform file and the terminal are found by. */
  private static final List<String> OTHERS =
      List.of("CONF", "HOME", "HEAP", "SERVE_HEAP", "JAVA_OPTS", "BUILD", "TERMINAL", "LAUNCHER");

  private Variables() {}

  /**
   * A sentence for each variable that is set and was probably meant to be another one; values are
   * not in it.
   *
   * @param named the variables that files name by a substitution
   */
  static List<String> mistyped(
      Map<String, String> environment, Set<String> named, Reference reference) {
    Set<String> known = known(reference);
    List<String> sentences = new ArrayList<>();
    for (String variable : new TreeMap<>(environment).keySet()) {
      if (variable.startsWith(ConfigLayers.VARIABLE) && !named.contains(variable)) {
        String name = variable.substring(ConfigLayers.VARIABLE.length());
        if (!known.contains(name)) {
          // compared without what all of them begin with
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
