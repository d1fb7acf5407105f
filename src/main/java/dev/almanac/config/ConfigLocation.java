package dev.almanac.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a setting was said, in words for people.
 *
 * @param source a file as the user named it, or one of the fixed phrases
 * @param line from 1; 0 where there are no lines
 */
record ConfigLocation(String source, int line) implements Comparable<ConfigLocation> {
  /** Where a setting comes from that nobody set. */
  static final String REFERENCE = "reference default";

  /** Where a {@code -D} comes from. */
  static final String COMMAND_LINE = "command line -D";

  /** How the place of a setting begins that follows from another one. */
  static final String DERIVED = "derived from ";

  /** How the place of a setting begins that a variable says. */
  static final String ENVIRONMENT = "environment ";

  /** What the library calls our reference file; it adds the line. */
  static final String REFERENCE_FILE = "reference.conf";

  private static final Pattern WITH_LINE = Pattern.compile("(?<source>.*): (?<line>\\d+)(-\\d+)?");
  private static final String MERGED = "merge of ";

  /** The place of a value; of a value put together from several, the place of the first part. */
  static ConfigLocation of(ConfigOrigin origin) {
    String text = origin.description();
    if (text.startsWith(MERGED)) {
      text = text.substring(MERGED.length()).split(",", 2)[0];
    }
    Matcher matcher = WITH_LINE.matcher(text);
    if (!matcher.matches()) {
      return new ConfigLocation(text.equals(REFERENCE_FILE) ? REFERENCE : text, 0);
    }
    return switch (matcher.group("source")) {
      case REFERENCE_FILE -> new ConfigLocation(REFERENCE, 0);
      case COMMAND_LINE -> new ConfigLocation(COMMAND_LINE, 0);
      default ->
          new ConfigLocation(matcher.group("source"), Integer.parseInt(matcher.group("line")));
    };
  }

  /** Whether a value, or a part of it, comes from the environment. */
  static boolean isOfEnvironment(ConfigOrigin origin) {
    return origin.description().contains(ENVIRONMENT + ConfigLayers.VARIABLE);
  }

  /** The setting that it follows from, if it does. */
  Optional<String> derivedFrom() {
    return source.startsWith(DERIVED)
        ? Optional.of(source.substring(DERIVED.length()))
        : Optional.empty();
  }

  /** Whether somebody said it: in a file, the environment or on the command line. */
  boolean isSaid() {
    return !source.equals(REFERENCE) && !source.startsWith(DERIVED);
  }

  @Override
  public int compareTo(ConfigLocation other) {
    return Comparator.comparing(ConfigLocation::source)
        .thenComparingInt(ConfigLocation::line)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ": " + line;
  }
}
