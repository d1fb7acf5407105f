package dev.almanac.config;

import dev.almanac.core.spec.SplitSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Reads {@code train.split}. */
final class SplitParser {
  private SplitParser() {}

  static Supplier<SplitSpec> parse(Section split) {
    Optional<Boolean> byTime = split.oneOf("by", Map.of("time", true, "random", false));
    Optional<String> column = split.words("column");
    column.flatMap(Identifiers::column).ifPresent(what -> split.problem("column", what));
    Optional<LocalDate> from = split.date("from");
    OptionalDouble holdout = split.number("holdout");
    split.require("holdout", "write a share such as 0.2");
    holdout.ifPresent(share -> split.attempt("holdout", () -> new SplitSpec.Random(share)));
    if (byTime.equals(Optional.of(true))) {
      split.require(
          "column", "write the DATE or TIMESTAMP column that orders the rows, or by = random");
    } else if (byTime.isPresent()) {
      for (String key : List.of("column", "from")) {
        if (split.value(key).isPresent()) {
          split.problem(key, "says nothing where by = random; leave it out, or write by = time");
        }
      }
    }
    split.noOthers();
    return () ->
        byTime.orElseThrow()
            ? new SplitSpec.ByTime(column.orElseThrow(), from, holdout.orElseThrow())
            : new SplitSpec.Random(holdout.orElseThrow());
  }
}
