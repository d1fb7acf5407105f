package dev.almanac.config;

import com.typesafe.config.ConfigObject;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Collects configuration problems, so that one error reports all of them. Not thread-safe. */
final class Problems {
  private static final int MANY = 5;

  private record Problem(ConfigLocation place, String key, String what) {}

  private final Set<Problem> found = new LinkedHashSet<>();
  private final Redactor redactor = Redactor.ofMessages();

  /** Removes secrets and environment values of a resolved configuration from all later messages. */
  void hide(ConfigObject resolved) {
    redactor.hide(resolved);
  }

  /** Returns a message without hidden values. */
  String redacted(String message) {
    return redactor.redact("", message);
  }

  void add(ConfigLocation place, String key, String what) {
    found.add(new Problem(place, redactor.redact("", key), redactor.redact(key, what)));
  }

  /** Runs a check of {@code core} and records an IllegalArgumentException as a problem. */
  void attempt(ConfigLocation place, String key, Runnable check) {
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
   * Builds the value if there are no problems.
   *
   * @throws AlmanacException CONFIG_INVALID with every problem, sorted by file and line
   */
  <T> T orThrow(Supplier<T> value) {
    if (found.isEmpty()) {
      return value.get();
    }
    List<String> lines = lines();
    throw new AlmanacException(
        ErrorCode.CONFIG_INVALID,
        "the configuration has %s:\n%s"
            .formatted(Text.count(lines.size(), "problem"), String.join("\n", lines)));
  }

  /**
   * One line per cause; keys that share a cause on one line, or a frequent cause, are listed
   * together.
   */
  private List<String> lines() {
    List<Problem> sorted =
        found.stream().sorted(Comparator.comparing(Problem::place)).collect(Collectors.toList());
    Map<String, List<Problem>> byCause =
        sorted.stream().collect(Collectors.groupingBy(Problem::what));
    Map<String, List<Problem>> lines = new LinkedHashMap<>();
    for (Problem problem : sorted) {
      boolean many = byCause.getOrDefault(problem.what(), List.of()).size() > MANY;
      lines
          .computeIfAbsent(
              (many ? "" : problem.place().toString()) + ": " + problem.what(),
              any -> new ArrayList<>())
          .add(problem);
    }
    return lines.values().stream().map(Problems::line).toList();
  }

  private static String line(List<Problem> problems) {
    Problem first = problems.get(0);
    List<String> keys = problems.stream().map(Problem::key).distinct().toList();
    return "  %s: %s: %s"
        .formatted(first.place(), keys.size() == 1 ? first.key() : Text.few(keys), first.what());
  }
}
