package dev.almanac.core.spec;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is made of the features together, after each was prepared by itself.
 *
 * @param expressions numbers computed from numeric features
 * @param interactions products of features, by their names: two or more each
 * @param components how many principal components take the place of all features; absent means the
 *     features themselves
 */
public record CombinationSpec(
    List<Expression> expressions, List<List<String>> interactions, OptionalInt components) {
  /** Nothing is made of them. */
  public static final CombinationSpec NONE =
      new CombinationSpec(List.of(), List.of(), OptionalInt.empty());

  /**
   * A number that the model reads, computed from numeric features whose missing values were filled
   * in.
   *
   * @param name what it is called
   * @param sql how it is computed
   * @param undefined what stands in where it has no finite value
   */
  public record Expression(String name, String sql, double undefined) {
    /** Refuses a number that is none. */
    public Expression {
      if (!Double.isFinite(undefined)) {
        throw new IllegalArgumentException("'" + name + "': " + undefined + " cannot stand in");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a product has one factor or one twice, or there is no
   *     component
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
