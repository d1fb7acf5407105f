package dev.almanac.core.spec;

import java.util.List;

/**
 * Features that are taken by rule from the columns of the training table.
 *
 * @param rules features whose names are patterns; see {@link ColumnPattern}
 * @param except names and patterns of columns that no rule takes
 */
public record FeatureRules(List<FeatureSpec> rules, List<String> except) {
  /** Every feature is named. */
  public static final FeatureRules NONE = new FeatureRules(List.of(), List.of());

  /** Copies the lists. */
  public FeatureRules {
    rules = List.copyOf(rules);
    except = List.copyOf(except);
  }

  /** Whether there is a rule. */
  public boolean any() {
    return !rules.isEmpty();
  }

  /** Whether a rule could take a column of this name. */
  public boolean couldTake(String name) {
    return rules.stream().anyMatch(rule -> new ColumnPattern(rule.name()).matches(name))
        && !excepts(name);
  }

  /** Whether a column is left to no rule. */
  public boolean excepts(String name) {
    return except.stream().anyMatch(pattern -> new ColumnPattern(pattern).matches(name));
  }
}
