package dev.almanac.config;

import dev.almanac.core.spec.WindowSpec;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Parses {@code train.window}. */
final class WindowParser {
  private static final int MOST_DAYS = 36_525;

  private WindowParser() {}

  static Supplier<Optional<WindowSpec>> parse(Section window) {
    Optional<String> column = window.words("column");
    column.flatMap(Identifiers::column).ifPresent(what -> window.problem("column", what));
    OptionalInt days = window.count("days", 1, MOST_DAYS);
    Optional<LocalDate> from = window.date("from");
    boolean open = window.value("days").isPresent() || window.value("from").isPresent();
    window.noOthers();
    if (column.isEmpty()) {
      if (open) {
        window.require("column", "write the DATE or TIMESTAMP column that tells a row's time");
      }
      return Optional::empty;
    }
    Supplier<WindowSpec> made = () -> new WindowSpec(column.get(), days, from);
    if (days.isPresent() || from.isPresent() || !open) {
      window.attempt(() -> Objects.requireNonNull(made.get()));
    }
    return () -> Optional.of(made.get());
  }
}
