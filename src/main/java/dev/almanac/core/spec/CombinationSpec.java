package dev.almanac.core.spec;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Features derived from several prepared features.
 *
 * @param expressions numbers computed from numeric features
 * @param interactions products of features, by name: two or more features each
 * @param components number of principal components that replace all features; absent for no PCA
 */
public record CombinationSpec(
    List<Expression> expressions, List<List<String>> interactions, OptionalInt components) {
  /** No combinations. */
  public static final CombinationSpec NONE =
      new CombinationSpec(List.of(), List.of(), OptionalInt.empty());

  /**
   * A number computed from numeric features after imputation.
   *
   * @param name name of the derived feature
   * @param sql SQL expression
   * @param undefined replacement for a result that is not finite
   */
  public record Expression(String name, String sql, double undefined) {
    /**
     * @throws IllegalArgumentException if the replacement is not finite
     */
    public Expression {
      if (!Double.isFinite(undefined)) {
        throw new IllegalArgumentException("'" + name + "': " + undefined + " cannot stand in");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if an interaction has fewer than two factors or a repeated
   *     factor, or the number of components is not positive
   */
  public CombinationSpec {
    expressions = List.copyOf(expressions);
    interactions = interactions.stream().map(List::copyOf).toList();
    for (List<String> interaction : interactions) {
      if (interaction.size() < 2 || new HashSet<>(interaction).size() < interaction.size()) {
        throw new IllegalArgumentException(
            "an interaction is of two or more different features, not " + interaction);
      }
    }
    if (components.isPresent() && components.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "there is at least 1 principal component, not " + components.getAsInt());
    }
  }
}
