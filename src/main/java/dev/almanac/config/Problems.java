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

/** What is wrong, collected so that a user meets all of it at once. Not thread-safe. */
final class Problems {
  private static final int MANY = 5;

  private record Problem(ConfigLocation place, String key, String what) {}

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

  void add(ConfigLocation place, String key, String what) {
    found.add(new Problem(place, redactor.redact("", key), redactor.redact(key, what)));
  }

  /** Runs a check of the core; what it refuses becomes a problem. */
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
   * Builds the value if all is well.
   *
   * @throws AlmanacException CONFIG_INVALID with every problem, in the order of files and lines
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

  /** A line for each cause: many keys that share it, or those of one line, are named together. */
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
