package dev.almanac.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Location of a setting, for messages.
 *
 * @param source a file as the user named it, or one of the fixed phrases
 * @param line from 1; 0 if the source has no lines
 */
record ConfigLocation(String source, int line) implements Comparable<ConfigLocation> {
  /** Source of default values. */
  static final String REFERENCE = "reference default";

  /** Source of {@code -D} options. */
  static final String COMMAND_LINE = "command line -D";

  /** Prefix of the source of a setting that is derived from another one. */
  static final String DERIVED = "derived from ";

  /** Prefix of the source of a setting that comes from an environment variable. */
  static final String ENVIRONMENT = "environment ";

  /** The HOCON library's name for the reference file; the library appends the line. */
  static final String REFERENCE_FILE = "reference.conf";

  private static final Pattern WITH_LINE = Pattern.compile("(?<source>.*): (?<line>\\d+)(-\\d+)?");
  private static final String MERGED = "merge of ";

  /** Location of a value; for a merged value, the location of its first part. */
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

  /** Whether a value or a part of it comes from the environment. */
  static boolean isOfEnvironment(ConfigOrigin origin) {
    return origin.description().contains(ENVIRONMENT + ConfigLayers.VARIABLE);
  }

  /** Path of the setting that this one is derived from, if any. */
  Optional<String> derivedFrom() {
    return source.startsWith(DERIVED)
        ? Optional.of(source.substring(DERIVED.length()))
        : Optional.empty();
  }

  /** Whether the user set it: in a file, the environment or on the command line. */
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
