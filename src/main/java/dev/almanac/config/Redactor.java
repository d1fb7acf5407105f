package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes values out of messages: those of settings whose name says that they are secret, and those
 * that come from the environment. A message about the setting itself loses them however short they
 * are; any other message, if they are long enough to be recognized.
 */
final class Redactor {
  private static final int RECOGNIZABLE = 4;

  /** What was to be replaced by a secret is none. */
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^{}]*}");

  /**
   * A value that no message may have.
   *
   * @param key the path of its setting
   */
  private record Hidden(String key, String value) {
    boolean isRecognizable() {
      return value.length() >= RECOGNIZABLE && !value.equals("true") && !value.equals("false");
    }
  }

  private final List<Hidden> hidden = new ArrayList<>();
  private final boolean environment;

  private Redactor(boolean environment) {
    this.environment = environment;
  }

  /** Hides secrets, and what comes from the environment. */
  static Redactor ofMessages() {
    return new Redactor(true);
  }

  /** Hides secrets. */
  static Redactor ofSecrets() {
    return new Redactor(false);
  }

  /** Hides the secrets of a resolved configuration and what it has of the environment. */
  void hide(ConfigObject block) {
    hide(block, List.of());
    // what contains another value is replaced before it
    hidden.sort(Comparator.comparingInt((Hidden one) -> one.value().length()).reversed());
  }

  private void hide(ConfigValue value, List<String> path) {
    if (value instanceof ConfigObject block) {
      block.forEach(
          (key, inner) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(key);
            hide(inner, longer);
          });
    } else if (value instanceof ConfigList list) {
      list.forEach(element -> hide(element, path));
    } else if (Values.isScalar(value)
        && (Secrets.isSecret(path)
            || (environment && ConfigLocation.isOfEnvironment(value.origin())))) {
      spellings(value)
          .forEach(spelling -> hidden.add(new Hidden(ConfigUtil.joinPath(path), spelling)));
    }
  }

  /** How messages may write the value. */
  private static Set<String> spellings(ConfigValue value) {
    String text = Values.text(value);
    Set<String> spellings = new LinkedHashSet<>(List.of(text, text.strip()));
    String printable = Text.printable(text);
    spellings.add(
        printable.endsWith("…") ? printable.substring(0, printable.length() - 1) : printable);
    Values.number(value).ifPresent(number -> spellings.add(Double.toString(number)));
    Values.whole(value).ifPresent(number -> spellings.add(Long.toString(number)));
    spellings.removeIf(spelling -> spelling.isBlank() || SUBSTITUTION.matcher(spelling).matches());
    return spellings;
  }

  /**
   * The message without what is hidden.
   *
   * @param key the path of the setting that it is about
   */
  String redact(String key, String message) {
    String redacted = message;
    for (Hidden one : hidden) {
      if (one.isRecognizable() || isWithin(one.key(), key)) {
        redacted = without(one.value(), redacted);
      }
    }
    return Secrets.masked(List.of(), redacted);
  }

  private static boolean isWithin(String one, String other) {
    return one.equals(other) || one.startsWith(other + ".") || other.startsWith(one + ".");
  }

  private static String without(String value, String message) {
    if (!message.contains(value)) {
      return message;
    }
    // the 5 of 150 is another number
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])")
        .matcher(message)
        .replaceAll(Secrets.MASK);
  }
}
