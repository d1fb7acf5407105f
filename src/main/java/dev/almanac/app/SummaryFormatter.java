package dev.almanac.app;

import dev.almanac.core.Evaluation;
import dev.almanac.core.Metric;
import dev.almanac.core.Text;
import dev.almanac.registry.LedgerEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Formats {@code core} values as text. */
final class SummaryFormatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SummaryFormatter() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String rows(long count) {
    return Text.count(count, "row");
  }

  static String metrics(Evaluation evaluation) {
    return evaluation.metrics().entrySet().stream()
        .map(entry -> entry.getKey().word() + " " + number(entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  static Map<String, Double> metricMap(Evaluation evaluation) {
    Map<String, Double> map = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      evaluation.metric(metric).ifPresent(value -> map.put(metric.word(), value));
    }
    return map;
  }

  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.4g", value);
  }

  /** Formats an age in the largest unit of which there are at least two. */
  static String age(Duration age) {
    if (age.toDays() >= 2) {
      return age.toDays() + " days";
    }
    if (age.toHours() >= 2) {
      return age.toHours() + " hours";
    }
    if (age.toMinutes() >= 2) {
      return age.toMinutes() + " minutes";
    }
    return Math.max(0, age.toSeconds()) + " seconds";
  }

  /** Describes a ledger event. */
  static String event(LedgerEvent event) {
    if (event instanceof LedgerEvent.Registered registered) {
      String what = String.format(Locale.ROOT, "version %d registered", registered.number());
      return registered
          .origin()
          .map(
              origin ->
                  String.format(
                      Locale.ROOT,
                      "%s: a copy of version %d of %s",
                      what,
                      origin.number(),
                      origin.registry()))
          .orElse(what + " by run " + registered.stamp().runId());
    }
    if (event instanceof LedgerEvent.Refused refused) {
      return "refused: " + String.join("; ", refused.reasons());
    }
    if (event instanceof LedgerEvent.AliasMoved moved) {
      String where = moved.to().isPresent() ? "→ version " + moved.to().getAsInt() : "taken away";
      return "%s %s%s: %s"
          .formatted(
              moved.alias(),
              where,
              moved.undoes().isPresent() ? " (rolled back)" : "",
              moved.reason());
    }
    if (event instanceof LedgerEvent.Tagged tagged) {
      return "%stag %s %s"
          .formatted(
              of(tagged.number()),
              tagged.key(),
              tagged.value().map(value -> "= " + value).orElse("taken away"));
    }
    if (event instanceof LedgerEvent.Noted noted) {
      return "%snote: %s".formatted(of(noted.number()), noted.text());
    }
    if (event instanceof LedgerEvent.Withdrawn withdrawn) {
      return String.format(
          Locale.ROOT, "version %d withdrawn: %s", withdrawn.number(), withdrawn.reason());
    }
    if (event instanceof LedgerEvent.Restored restored) {
      return String.format(
          Locale.ROOT, "version %d restored: %s", restored.number(), restored.reason());
    }
    if (event instanceof LedgerEvent.Discarded discarded) {
      return "run %s may not publish any more: its files were cleaned".formatted(discarded.run());
    }
    return event.kind()
        + (event.restricts()
            ? " (of a later release; it restricts, so this release changes nothing here)"
            : " (of a later release; it changes nothing here)");
  }

  private static String of(OptionalInt number) {
    return number.isPresent() ? String.format(Locale.ROOT, "version %d ", number.getAsInt()) : "";
  }
}
