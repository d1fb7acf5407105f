package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.RareLevels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Reads {@code train.features}. */
final class FeaturesParser {
  private static final Map<String, MissingPolicy> CATEGORICAL =
      Values.words(MissingPolicy::word, List.of(MissingPolicy.REJECT, MissingPolicy.LEVEL));
  private static final Map<String, UnseenPolicy> UNSEEN =
      Values.words(UnseenPolicy::word, List.of(UnseenPolicy.values()));

  private final Section train;
  private final List<Supplier<FeatureSpec>> features = new ArrayList<>();
  // Spark does not tell columns apart by case
  private final Map<String, String> seen = new HashMap<>();
  private boolean broken;
  private Supplier<CombinationSpec> combined = () -> CombinationSpec.NONE;

  FeaturesParser(Section train) {
    this.train = train;
  }

  Supplier<List<FeatureSpec>> parse(Optional<String> label) {
    Section section = train.child("features");
    read(section, "numeric", label);
    read(section, "categorical", label);
    read(section, "text", label);
    combined = new CombinationParser(section, seen, label).parse();
    section.noOthers();
    if (features.isEmpty() && !broken) {
      train.problem(
          "features", "there is none; write features { numeric = [a, b], categorical = [c] }");
    }
    return () -> features.stream().map(Supplier::get).toList();
  }

  /** What is made of the features together; after {@link #parse}. */
  Supplier<CombinationSpec> combined() {
    return combined;
  }

  private void read(Section section, String kind, Optional<String> label) {
    Optional<ConfigValue> value = section.value(kind);
    broken |= value.isPresent() && value.get().valueType() != ConfigValueType.OBJECT;
    if (value.filter(ConfigList.class::isInstance).isPresent()) {
      // a list that could not be completed: it holds something else than distinct names
      section.texts(kind);
      section.problem(kind, "write a list of distinct columns [a, b], or a block of them");
      return;
    }
    section
        .children(kind, "each." + kind)
        .forEach(
            (name, column) -> {
              check(name, column, label);
              features.add(
                  switch (kind) {
                    case "numeric" -> NumberParser.parse(name, column);
                    case "text" -> TextParser.parse(name, column);
                    default -> category(name, column);
                  });
              column.noOthers();
            });
  }

  private void check(String name, Section column, Optional<String> label) {
    Identifiers.column(name).ifPresent(column::problem);
    if (label.isPresent() && label.get().equalsIgnoreCase(name)) {
      column.problem("is the label: the model would be told the answer");
    }
    String other = seen.put(name.toLowerCase(Locale.ROOT), name);
    if (other != null) {
      column.problem("'%s' is a feature twice; keep one of the two".formatted(other));
    }
  }

  private static Supplier<FeatureSpec> category(String name, Section column) {
    Optional<MissingPolicy> missing = column.oneOf("missing", CATEGORICAL);
    Optional<UnseenPolicy> unseen = column.oneOf("unseen", UNSEEN);
    Optional<RareLevels> rare = rare(column.child("rare"));
    Supplier<FeatureSpec> category =
        () ->
            new FeatureSpec.Categorical(
                name, missing.orElseThrow(), unseen.orElseThrow(), rare.orElseThrow());
    if (missing.isPresent() && unseen.isPresent() && rare.isPresent()) {
      column.attempt(() -> Objects.requireNonNull(category.get()));
    }
    return category;
  }

  /** What is too rare to learn from; nothing if the block is wrong, which is noted. */
  static Optional<RareLevels> rare(Section rare) {
    Optional<Long> minRows = rare.whole("min-rows", 1, Long.MAX_VALUE);
    OptionalDouble minShare = rare.number("min-share");
    rare.noOthers();
    List<RareLevels> made = new ArrayList<>();
    rare.attempt(() -> made.add(new RareLevels(minRows.orElse(1L), minShare.orElse(0))));
    return made.stream().findFirst();
  }
}
