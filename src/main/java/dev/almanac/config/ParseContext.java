package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import dev.almanac.core.Text;
import dev.almanac.core.spec.Unexportable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Shared state of the sections of one file during parsing. Not thread-safe. */
final class ParseContext {
  private final Problems problems;
  private final ConfigObject asWritten;
  private final Reference reference;
  private final Set<String> requested;

  /**
   * Creates a context.
   *
   * @param asWritten the file alone, without defaults, for the location of absent settings
   */
  ParseContext(Problems problems, ConfigObject asWritten, Reference reference) {
    this(problems, asWritten, reference, new TreeSet<>());
  }

  private ParseContext(
      Problems problems, ConfigObject asWritten, Reference reference, Set<String> requested) {
    this.problems = problems;
    this.asWritten = asWritten;
    this.reference = reference;
    this.requested = requested;
  }

  Problems problems() {
    return problems;
  }

  /**
   * The same context with its problems dropped, for settings that are missing because of another
   * error.
   */
  ParseContext silent() {
    return new ParseContext(new Problems(), asWritten, reference, requested);
  }

  void record(String key) {
    requested.add(key);
  }

  /** Every key that was read, by its path in reference.conf. */
  Set<String> requestedKeys() {
    return requested;
  }

  /** Location of the innermost block of the file that holds, or would hold, a path. */
  ConfigLocation placeOf(List<String> path) {
    for (int length = path.size(); length >= 0; length--) {
      Optional<ConfigLocation> place =
          ConfigPaths.at(asWritten, path.subList(0, length))
              .map(value -> ConfigLocation.of(value.origin()));
      if (place.isPresent()) {
        return place.get();
      }
    }
    return ConfigLocation.of(asWritten.origin());
  }

  /** A suggestion for an unknown key. */
  String hint(String key, List<String> path, Set<String> known) {
    Optional<String> near = Text.nearest(key, known);
    if (near.isPresent()) {
      return "did you mean '" + near.get() + "'?";
    }
    if (path.isEmpty() && key.equals(Reference.ROOT)) {
      return "platform settings belong into conf/almanac.conf";
    }
    Optional<String> instead = Unexportable.feature(key);
    if (instead.isPresent()) {
      return "Spark's transformer of that name cannot be exported to PMML: " + instead.get();
    }
    List<String> homes = reference.homesOf(key);
    return homes.isEmpty()
        ? "known are " + String.join(", ", new TreeSet<>(known))
        : "did you mean " + String.join(" or ", homes) + "?";
  }
}
