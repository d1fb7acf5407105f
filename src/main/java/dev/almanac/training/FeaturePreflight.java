package dev.almanac.training;

import dev.almanac.core.Text;
import dev.almanac.core.spec.CombinationSpec;
import dev.almanac.core.spec.FeatureSpec;
import dev.almanac.core.spec.Misfit;
import dev.almanac.data.RowExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds features that could not be computed, or not be exported with the same meaning. */
final class FeaturePreflight {
  private FeaturePreflight() {}

  /** One misfit for each problem. */
  static List<Misfit> misfits(List<FeatureSpec> features, CombinationSpec combined) {
    List<Misfit> problems = new ArrayList<>();
    for (CombinationSpec.Expression expression : combined.expressions()) {
      problem(expression, features)
          .ifPresent(
              what ->
                  problems.add(
                      new Misfit("train.features.expressions." + expression.name(), what)));
    }
    return problems;
  }

  private static Optional<String> problem(
      CombinationSpec.Expression expression, List<FeatureSpec> features) {
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
        .filter(column -> !numbers.contains(column))
        .findFirst()
        .map(
            column ->
                "'%s' is none of the numeric features%s; make it one, or compute the expression in the source query: SELECT …, %s AS %s"
                    .formatted(
                        Text.printable(column),
                        Text.nearest(column, numbers)
                            .map(near -> " (did you mean '" + near + "'?)")
                            .orElse(""),
                        Text.printable(expression.sql()),
                        expression.name()));
  }
}
