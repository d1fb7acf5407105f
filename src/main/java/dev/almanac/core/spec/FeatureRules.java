package dev.almanac.core.spec;

import java.util.List;

/**
 * Rules that select features from the columns of the training table.
 *
 * @param rules features whose names are patterns; see {@link ColumnPattern}
 * @param except names and patterns of columns that no rule selects
 */
public record FeatureRules(List<FeatureSpec> rules, List<String> except) {
  /** No rules: every feature is named. */
  public static final FeatureRules NONE = new FeatureRules(List.of(), List.of());

  /** Copies the lists. */
  public FeatureRules {
    rules = List.copyOf(rules);
    except = List.copyOf(except);
  }

  /** Whether there are rules. */
  public boolean any() {
    return !rules.isEmpty();
  }

  /** Whether a rule could select a column of this name. */
  public boolean couldTake(String name) {
    return rules.stream().anyMatch(rule -> new ColumnPattern(rule.name()).matches(name))
        && !excepts(name);
  }

  /** Whether a column is excluded from all rules. */
  public boolean excepts(String name) {
    return except.stream().anyMatch(pattern -> new ColumnPattern(pattern).matches(name));
  }
}
