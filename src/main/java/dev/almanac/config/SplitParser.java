package dev.almanac.config;

import dev.almanac.core.spec.SplitSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/** Parses {@code train.split}. */
final class SplitParser {
  /** Kinds of split, and the keys that each kind uses. */
  private enum By {
    TIME("time", "the DATE or TIMESTAMP that orders the rows"),
    RANDOM("random", ""),
    KEY("key", "the column whose rows stay together"),
    COLUMN("column", "the column that says where a row belongs");

    private final String word;
    private final String column;

    By(String word, String column) {
      this.word = word;
      this.column = column;
    }

    private Set<String> keys() {
      return switch (this) {
        case TIME -> Set.of("column", "from", "holdout");
        case RANDOM -> Set.of("holdout");
        case KEY -> Set.of("column", "holdout");
        case COLUMN -> Set.of("column", "values");
      };
    }
  }

  private static final Map<String, By> WORDS =
      Map.of("time", By.TIME, "random", By.RANDOM, "key", By.KEY, "column", By.COLUMN);

  /** The default of {@code holdout} in reference.conf. */
  private static final double USUAL_SHARE = 0.2;

  private SplitParser() {}

  static Supplier<SplitSpec> parse(Section split) {
    Optional<By> by = split.oneOf("by", WORDS);
    Optional<String> column = split.words("column");
    column.flatMap(Identifiers::column).ifPresent(what -> split.problem("column", what));
    Optional<LocalDate> from = split.date("from");
    List<String> values = split.texts("values");
    split.require("holdout", "write a share such as 0.2");
    OptionalDouble holdout = split.number("holdout");
    holdout.ifPresent(share -> split.attempt("holdout", () -> new SplitSpec.Random(share)));
    by.ifPresent(way -> check(split, way, values));
    split.noOthers();
    return () -> {
      return switch (by.orElseThrow()) {
        case TIME -> new SplitSpec.ByTime(column.orElseThrow(), from, holdout.orElseThrow());
        case RANDOM -> new SplitSpec.Random(holdout.orElseThrow());
        case KEY -> new SplitSpec.ByKey(column.orElseThrow(), holdout.orElseThrow());
        case COLUMN -> new SplitSpec.ByColumn(column.orElseThrow(), Set.copyOf(values));
      };
    };
  }

  private static void check(Section split, By by, List<String> values) {
    if (by.keys().contains("column")) {
      split.require("column", "write " + by.column + ", or by = random");
    }
    if (by == By.COLUMN && values.isEmpty()) {
      split.problem("values", "is empty; write the values of the rows held out, such as [test]");
    }
    for (String key : List.of("column", "from", "values", "holdout")) {
      // the list is never null, and the default of holdout does not count as set
      boolean said =
          switch (key) {
            case "values" -> !values.isEmpty();
            case "holdout" -> split.number(key).orElse(USUAL_SHARE) != USUAL_SHARE;
            default -> split.value(key).isPresent();
          };
      if (said && !by.keys().contains(key)) {
        split.problem(
            key,
            "says nothing where by = %s; leave it out, or write another way to split"
                .formatted(by.word));
      }
    }
  }
}
