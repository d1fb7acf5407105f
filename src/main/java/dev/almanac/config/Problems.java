package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is wrong, collected so that a user meets all of it at once. Not thread-safe. */
final class Problems {
  private record Problem(Place place, String key, String what) {
    String line() {
      return "  %s: %s: %s".formatted(place, key, what);
    }
  }

  private final Set<Problem> found = new LinkedHashSet<>();
  private final Redactor redactor = Redactor.ofMessages();

  /** Keeps what a resolved configuration has of secrets and of the environment out of messages. */
  void hide(ConfigObject resolved) {
    redactor.hide(resolved);
  }

  /** A message without what is hidden. */
  String redacted(String message) {
    return redactor.redact("", message);
  }

  void add(Place place, String key, String what) {
    found.add(new Problem(place, redactor.redact("", key), redactor.redact(key, what)));
  }

  /** Runs a check of the core; what it refuses becomes a problem. */
  void attempt(Place place, String key, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      add(place, key, String.valueOf(e.getMessage()));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Builds the value if all is well.
   *
   * @throws AlmanacException CONFIG_INVALID with every problem, in the order of files and lines
   */
  <T> T orThrow(Supplier<T> value) {
    if (found.isEmpty()) {
      return value.get();
    }
    String lines =
        found.stream()
            .sorted(Comparator.comparing(Problem::place))
            .map(Problem::line)
            .collect(Collectors.joining("\n"));
    String count = found.size() == 1 ? "1 problem" : found.size() + " problems";
    throw new AlmanacException(
        ErrorCode.CONFIG_INVALID, "the configuration has " + count + ":\n" + lines);
  }
}
