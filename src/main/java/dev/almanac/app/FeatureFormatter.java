package dev.almanac.app;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.ColumnPattern;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.NumberShape;
import dev.almanac.core.spec.RareLevels;
import dev.almanac.core.spec.TextTerms;
import dev.almanac.core.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats feature specifications as text. */
final class FeatureFormatter {
  private FeatureFormatter() {}

  /** Named features, then rules with their exceptions. */
  static String all(TrainSpec train) {
    List<String> words =
        new ArrayList<>(train.features().stream().map(FeatureFormatter::of).toList());
    train.rules().rules().forEach(rule -> words.add(rule(rule)));
    String except =
        train.rules().except().isEmpty() ? "" : " but " + String.join(", ", train.rules().except());
    return String.join(", ", words)
        + (train.rules().any()
            ? "; by rule%s, and never the label, keys, named features or the columns of split, window and weights"
                .formatted(except)
            : "");
  }

  /** A feature rule: the columns it matches and their treatment. */
  private static String rule(FeatureSpec rule) {
    boolean every = new ColumnPattern(rule.name()).isEvery();
    String what =
        rule instanceof FeatureSpec.Numeric
            ? "number"
            : rule instanceof FeatureSpec.Text
                ? "text"
                : every ? "text or boolean" : "text, boolean or whole number";
    String called = "every %s%s".formatted(what, every ? "" : " called " + rule.name());
    return of(rule.named(called));
  }

  /** One feature with its policies and transformations. */
  static String of(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Categorical category) {
      return "%s (category; missing: %s, unseen: %s%s)"
          .formatted(
              category.name(),
              category.missing().word(),
              category.unseen().word(),
              rare(category.rare()));
    }
    if (feature instanceof FeatureSpec.Numeric number) {
      String missing =
          number.missing() == MissingPolicy.CONSTANT
              ? Double.toString(number.constant())
              : number.missing().word();
      return "%s (number; missing: %s%s)".formatted(number.name(), missing, shape(number.shape()));
    }
    if (feature instanceof FeatureSpec.Text text) {
      return "%s (text; missing: %s; %s)"
          .formatted(text.name(), text.missing().word(), terms(text));
    }
    return "%s (missing: %s)".formatted(feature.name(), feature.missing().word());
  }

  private static String terms(FeatureSpec.Text text) {
    TextTerms terms = text.terms();
    StringBuilder words = new StringBuilder();
    words.append(
        String.format(
            Locale.ROOT,
            "the %,d most frequent %s",
            terms.most(),
            terms.nGrams() == 1
                ? "words"
                : String.format(Locale.ROOT, "terms of up to %d words", terms.nGrams())));
    List<String> bounds = bounds(terms.rare());
    if (!bounds.isEmpty()) {
      words.append(", none of ").append(String.join(" or ", bounds));
    }
    List<String> without = new ArrayList<>();
    terms.stopWords().languages().forEach(language -> without.add(language.word()));
    if (!terms.stopWords().words().isEmpty()) {
      without.add(String.format(Locale.ROOT, "%,d of its own", terms.stopWords().words().size()));
    }
    if (!without.isEmpty()) {
      words.append(", without stop words (").append(String.join(", ", without)).append(')');
    }
    words.append(text.binary() ? "; whether they occur" : "; how often they occur");
    return words.append(text.idf() ? ", weighed by rarity" : "").toString();
  }

  /** Expressions, interactions and principal components; empty if there are none. */
  static Optional<String> combined(CombinationSpec combined) {
    List<String> words = new ArrayList<>();
    for (CombinationSpec.Expression expression : combined.expressions()) {
      words.add(
          "%s = %s (%s where that has no value)"
              .formatted(expression.name(), expression.sql(), expression.undefined()));
    }
    combined.interactions().forEach(factors -> words.add(String.join(" × ", factors)));
    combined
        .components()
        .ifPresent(
            k ->
                words.add(
                    String.format(Locale.ROOT, "of all of these, %d principal components", k)));
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  private static String rare(RareLevels rare) {
    List<String> bounds = bounds(rare);
    return bounds.isEmpty() ? "" : "; levels of " + String.join(" or ", bounds) + " as unseen";
  }

  private static List<String> bounds(RareLevels rare) {
    List<String> bounds = new ArrayList<>();
    if (rare.minRows() > 1) {
      bounds.add(String.format(Locale.ROOT, "fewer than %,d rows", rare.minRows()));
    }
    if (rare.minShare() > 0) {
      bounds.add("less than %s of the rows".formatted(rare.minShare()));
    }
    return bounds;
  }

  private static String shape(NumberShape shape) {
    StringBuilder words = new StringBuilder();
    if (shape.clips()) {
      words.append(
          "; within %s and %s"
              .formatted(
                  shape.min().isPresent() ? shape.min().getAsDouble() : "-∞",
                  shape.max().isPresent() ? shape.max().getAsDouble() : "∞"));
    }
    if (shape.log()) {
      words.append("; ln(1 + x)");
    }
    if (shape.scale() != NumberShape.Scale.NONE) {
      words.append("; scale: ").append(shape.scale().word());
    }
    NumberShape.Buckets buckets = shape.buckets();
    if (buckets.any()) {
      words.append(
          "; in %s, each a %s"
              .formatted(
                  buckets.quantiles() > 0
                      ? buckets.quantiles() + " buckets of as many rows"
                      : "buckets between "
                          + buckets.bounds().stream()
                              .map(String::valueOf)
                              .collect(Collectors.joining(", ")),
                  buckets.asNumber() ? "number" : "level"));
    }
    return words.toString();
  }
}
