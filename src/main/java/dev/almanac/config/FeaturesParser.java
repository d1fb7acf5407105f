package dev.almanac.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Text;
import dev.almanac.core.UnseenPolicy;
import dev.almanac.core.spec.ColumnPattern;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.RareLevels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Parses {@code train.features}. */
final class FeaturesParser {
  private static final Map<String, MissingPolicy> CATEGORICAL =
      Values.words(MissingPolicy::word, List.of(MissingPolicy.REJECT, MissingPolicy.LEVEL));
  private static final Map<String, UnseenPolicy> UNSEEN =
      Values.words(UnseenPolicy::word, List.of(UnseenPolicy.values()));

  private final Section train;
  private final List<Supplier<FeatureSpec>> features = new ArrayList<>();
  // maps a pattern to the kind that had it last
  private final Map<String, String> patterns = new HashMap<>();
  private final List<Supplier<FeatureSpec>> rules = new ArrayList<>();
  private List<String> except = List.of();
  // column names are case-insensitive in Spark
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
    except(section);
    combined = new CombinationParser(section, seen, this::isByRule, label).parse();
    section.noOthers();
    if (features.isEmpty() && rules.isEmpty() && !broken) {
      train.problem(
          "features",
          "there is none; write features { numeric = [a, b], categorical = [c] }, or take every"
              + " number with numeric = [\"*\"]");
    }
    return () -> features.stream().map(Supplier::get).toList();
  }

  /** The combinations of features; valid after {@link #parse}. */
  Supplier<CombinationSpec> combined() {
    return combined;
  }

  /** The feature rules; valid after {@link #parse}. */
  Supplier<FeatureRules> rules() {
    return () -> new FeatureRules(rules.stream().map(Supplier::get).toList(), except);
  }

  /** Whether a rule may include a column; the exact columns are known only with the table. */
  private boolean isByRule(String column) {
    return anyMatches(patterns.keySet(), column) && !anyMatches(except, column);
  }

  private static boolean anyMatches(Collection<String> patterns, String column) {
    return patterns.stream().anyMatch(pattern -> new ColumnPattern(pattern).matches(column));
  }

  private void except(Section section) {
    except = section.texts("except");
    if (rules.isEmpty() && !except.isEmpty() && !broken) {
      section.problem(
          "except",
          "says nothing without a rule: only the columns that are named are features; write a rule"
              + " such as numeric = [\"*\"], or leave except out");
    }
    for (String name : except) {
      Optional<String> wrong = pattern(name);
      wrong.ifPresent(what -> section.problem("except", what));
      if (wrong.isEmpty() && seen.containsValue(name)) {
        section.problem(
            "except",
            "'%s' is named as a feature, too; leave one of the two out"
                .formatted(Text.printable(name)));
      }
    }
  }

  /** The problem with a column name or pattern; empty if it is valid. */
  private static Optional<String> pattern(String name) {
    return Identifiers.column(name.replace('*', 'x'))
        .map(
            what ->
                "'%s' is neither a column nor a pattern such as \"region_*\""
                    .formatted(Text.printable(name)));
  }

  private void rule(String kind, String pattern, Section settings) {
    pattern(pattern).ifPresent(settings::problem);
    if (kind.equals("text") && "categorical".equals(patterns.get(pattern))) {
      settings.problem("categorical has this pattern, too; give one of the two another");
    }
    patterns.put(pattern, kind);
    rules.add(feature(kind, pattern, settings));
  }

  private static Supplier<FeatureSpec> feature(String kind, String name, Section settings) {
    Supplier<FeatureSpec> feature =
        switch (kind) {
          case "numeric" -> NumberParser.parse(name, settings);
          case "text" -> TextParser.parse(name, settings);
          default -> category(name, settings);
        };
    settings.noOthers();
    return feature;
  }

  private void read(Section section, String kind, Optional<String> label) {
    Optional<ConfigValue> value = section.value(kind);
    broken |= value.isPresent() && value.get().valueType() != ConfigValueType.OBJECT;
    if (value.filter(ConfigList.class::isInstance).isPresent()) {
      // a list that could not be completed: its elements are not distinct names
      section.texts(kind);
      section.problem(kind, "write a list of distinct columns [a, b], or a block of them");
      return;
    }
    section
        .children(kind, "each." + kind)
        .forEach(
            (name, column) -> {
              if (ColumnPattern.isPattern(name)) {
                rule(kind, name, column);
                return;
              }
              check(name, column, label);
              features.add(feature(kind, name, column));
            });
  }

  private void check(String name, Section column, Optional<String> label) {
    Identifiers.modelColumn(name).ifPresent(column::problem);
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

  /** The threshold for rare levels; empty if the block has errors, which are recorded. */
  static Optional<RareLevels> rare(Section rare) {
    Optional<Long> minRows = rare.whole("min-rows", 1, Long.MAX_VALUE);
    OptionalDouble minShare = rare.number("min-share");
    rare.noOthers();
    List<RareLevels> made = new ArrayList<>();
    rare.attempt(() -> made.add(new RareLevels(minRows.orElse(1L), minShare.orElse(0))));
    return made.stream().findFirst();
  }
}
