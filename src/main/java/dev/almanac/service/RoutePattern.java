package dev.almanac.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Path pattern with parameters, such as {@code /v1/forecasts/{table}:batch}. Immutable. */
final class RoutePattern {
  private static final Pattern FREE = Pattern.compile("\\{([a-z]+)\\}(.*)");

  private final List<Segment> segments = new ArrayList<>();

  /**
   * @param name of a parameter; null for a literal segment
   * @param text the literal segment, or the suffix after a parameter
   */
  private record Segment(@Nullable String name, String text) {}

  RoutePattern(String path) {
    for (String segment : path.substring(1).split("/", -1)) {
      Matcher free = FREE.matcher(segment);
      segments.add(
          free.matches() ? new Segment(free.group(1), free.group(2)) : new Segment(null, segment));
    }
  }

  /** The names of the parameters. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.name() != null) {
        names.add(segment.name());
      }
    }
    return names;
  }

  /** Number of literal characters: a larger number is a more specific pattern. */
  int fixed() {
    return segments.stream().mapToInt(segment -> segment.text().length()).sum();
  }

  /** The path parameters, if the path matches this pattern. */
  Optional<Map<String, String>> match(String[] path) {
    if (path.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < path.length; i++) {
      Segment segment = segments.get(i);
      String name = segment.name();
      if (name == null) {
        if (!segment.text().equals(path[i])) {
          return Optional.empty();
        }
      } else {
        int length = path[i].length() - segment.text().length();
        if (length < 1 || !path[i].endsWith(segment.text())) {
          return Optional.empty();
        }
        values.put(name, path[i].substring(0, length));
      }
    }
    return Optional.of(values);
  }
}
