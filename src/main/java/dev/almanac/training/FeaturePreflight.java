package dev.almanac.training;

import dev.almanac.core.Text;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureRules;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.SpecViolation;
import dev.almanac.data.ExactNames;
import dev.almanac.data.RowExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds features that cannot be computed, or cannot be exported with the same meaning. */
final class FeaturePreflight {
  private FeaturePreflight() {}

  /** One violation for each problem. */
  static List<SpecViolation> misfits(
      List<FeatureSpec> features, FeatureRules rules, CombinationSpec combined) {
    List<SpecViolation> problems = new ArrayList<>();
    for (CombinationSpec.Expression expression : combined.expressions()) {
      problem(expression, features, rules)
          .ifPresent(
              what ->
                  problems.add(
                      new SpecViolation("train.features.expressions." + expression.name(), what)));
    }
    for (FeatureSpec feature : Stream.concat(features.stream(), rules.rules().stream()).toList()) {
      if (feature instanceof FeatureSpec.Text text) {
        texts(text, combined, problems);
      }
    }
    return problems;
  }

  /** Checks a text feature: it becomes many columns, most of them 0. */
  private static void texts(
      FeatureSpec.Text text, CombinationSpec combined, List<SpecViolation> problems) {
    String key = "train.features.text." + text.name();
    if (combined.interactions().stream().anyMatch(factors -> factors.contains(text.name()))) {
      problems.add(
          new SpecViolation(
              key,
              "is a factor of features.interactions, and a text is no number and no level; count"
                  + " the word that matters in the source query and multiply by that"));
    }
    if (combined.components().isPresent()) {
      problems.add(
          new SpecViolation(
              key,
              "goes with no features.principal-components, which would need the products of all"
                  + " terms with each other; leave the components out, or the text"));
    }
  }

  private static Optional<String> problem(
      CombinationSpec.Expression expression, List<FeatureSpec> features, FeatureRules rules) {
    List<String> columns;
    try {
      columns = RowExpression.of(expression.sql(), expression.undefined()).columns();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (columns.isEmpty()) {
      return Optional.of("'%s' reads no feature".formatted(Text.printable(expression.sql())));
    }
    Set<String> numbers =
        features.stream()
            .filter(FeatureSpec.Numeric.class::isInstance)
            .map(FeatureSpec::name)
            .collect(Collectors.toSet());
    return columns.stream()
        .filter(column -> !numbers.contains(column) && !rules.couldTake(column))
        .findFirst()
        .map(
            column ->
                "'%s' is none of the numeric features%s; make it one, or compute the expression in the source query: SELECT …, %s AS %s"
                    .formatted(
                        Text.printable(column),
                        Text.didYouMean(column, numbers),
                        Text.printable(expression.sql()),
                        ExactNames.inQuery(expression.name())));
  }
}
