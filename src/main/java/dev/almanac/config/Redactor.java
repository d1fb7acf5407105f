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
 * Removes secret values and environment values from messages. A setting is secret by its name. A
 * message about the setting itself loses values of any length; other messages lose only values that
 * are long enough to be recognized.
 */
final class Redactor {
  private static final int RECOGNIZABLE = 4;

  /** An unresolved substitution in place of a secret is not a secret. */
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^{}]*}");

  /**
   * A value that messages must not contain.
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

  /** Creates a redactor for secrets and environment values. */
  static Redactor ofMessages() {
    return new Redactor(true);
  }

  /** Creates a redactor for secrets only. */
  static Redactor ofSecrets() {
    return new Redactor(false);
  }

  /** Adds the secrets of a resolved configuration and, if enabled, its environment values. */
  void hide(ConfigObject block) {
    hide(block, List.of());
    // longest first, since one value may contain another
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

  /** The forms in which messages may contain the value. */
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
   * Returns the message without hidden values.
   *
   * @param key the path of the setting that the message is about
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
    // match whole words: 5 must not match within 150
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])")
        .matcher(message)
        .replaceAll(Secrets.MASK);
  }
}
