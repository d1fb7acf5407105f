package dev.almanac.config;

import com.typesafe.config.ConfigException;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts errors of the HOCON library to messages without values. The library's messages quote
 * tokens, values and whole trees, which may contain passwords; only the names of substitutions are
 * kept. For the same reason the library's exception is never the cause of the new one.
 */
final class HoconErrors {
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??[\\w.\"-]{1,200}}");
  private static final Pattern RESERVED = Pattern.compile("Reserved character '(?<c>.)'");

  /** Fragments of the parser's messages and their meaning; the first match applies. */
  private static final List<Map.Entry<String, String>> SYNTAX =
      List.of(
          Map.entry("+= does not work", "+= cannot be used within a list"),
          Map.entry("nclude", "include wants the name of a file in quotes"),
          Map.entry(
              "unescaped newline",
              "a text does not end on its line; close its quotes, or put it between \"\"\" and"
                  + " \"\"\""),
          Map.entry("triple-quoted", "a text that begins with \"\"\" does not end"),
          Map.entry(
              "escape sequence",
              "a text has a \\ before a character that needs none; write \\\\ for one \\"),
          Map.entry("Substitution ${", "a ${ has no } after the path of a setting"),
          Map.entry("Key '", "a key has neither = nor a block after it"),
          Map.entry("nd of file", "it ends within a block or a list, or before a value"),
          Map.entry("with no open brace", "there is a } that closes no block"),
          Map.entry("got a close brace }", "a key is missing after a comma"),
          Map.entry("close brace }", "a block is not closed, or a line of it is no key = value"),
          Map.entry("close parentheses", "a block is not closed, or has a comma too many"),
          Map.entry("List should have", "a list is not closed, or has a comma too many or too few"),
          Map.entry("Expecting a value", "a value is missing after = or :"));

  private HoconErrors() {}

  /**
   * Creates the error for the user.
   *
   * @param shown the file
   * @param said the location of the setting, if it is known more exactly than in the exception
   */
  static AlmanacException of(ConfigException e, String shown, Supplier<Optional<String>> said) {
    String place =
        Optional.ofNullable(e.origin())
            .map(ConfigLocation::of)
            .filter(at -> at.line() > 0)
            .map(ConfigLocation::toString)
            .or(said)
            .orElse(shown);
    return ConfigErrors.because(
        place
            + (e.getClass().equals(ConfigException.Parse.class) ? ": is not HOCON: " : ": ")
            + what(e));
  }

  /** Description of the error, without a value. */
  static String what(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof ConfigException.UnresolvedSubstitution) {
      return message.contains("cycle")
          ? "the substitutions %s are a cycle: each is said by the other".formatted(names(message))
          : "%s has no value; ${…} names a setting of the same file, or an ALMANAC_… variable that is set"
              .formatted(names(message));
    }
    if (e instanceof ConfigException.BadPath) {
      return "a key or ${…} is not a path such as train.seed; quote the parts that have other"
          + " characters";
    }
    if (e instanceof ConfigException.Parse) {
      return syntax(message);
    }
    if (e instanceof ConfigException.WrongType) {
      return "a block or list and a text are joined into one value, which they cannot be; give each"
          + " a line of its own, or put a comma between them";
    }
    return "its substitutions ${…} cannot be worked out; a list that has a block with ${?…} in it"
        + " cannot be joined with another one: say it as one list";
  }

  private static String syntax(String message) {
    Matcher reserved = RESERVED.matcher(message);
    if (reserved.find()) {
      return "the character %s is not allowed outside of quotes; put the text between \" and \""
          .formatted(Text.printable(reserved.group("c")));
    }
    return SYNTAX.stream()
        .filter(entry -> message.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("a text may lack its quotes, a block or list its end");
  }

  private static String names(String message) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = SUBSTITUTION.matcher(message);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names.isEmpty() ? "${…}" : String.join(", ", List.copyOf(names));
  }
}
