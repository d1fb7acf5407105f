package dev.almanac.core.spec;

import dev.almanac.core.Guard;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is looked at before forecasts are published.
 *
 * @param rules by guard; one that is not there is off
 * @param minRows with fewer rows on either side a guard tells and does not judge
 * @param moveBy how far a forecast must have moved to count: a probability as it is, a number in
 *     standard deviations of the last publication
 * @param segments the column whose values are the segments; absent for none
 */
public record GuardSpec(
    Map<Guard, Rule> rules, long minRows, double moveBy, Optional<String> segments) {
  /** Looks at nothing. */
  public static final GuardSpec OFF = new GuardSpec(Map.of(), 1, 1, Optional.empty());

  /** What follows where a guard finds more than is allowed. */
  public enum Action {
    /** It is not looked. */
    OFF("off"),
    /** It is told, and published. */
    WARN("warn"),
    /** The run is held. */
    REFUSE("refuse");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /** The word in job files. */
    public String word() {
      return word;
    }
  }

  /**
   * One guard.
   *
   * @param most what it allows
   */
  public record Rule(Action action, double most) {
    /**
     * @throws IllegalArgumentException if the limit is none
     */
    public Rule {
      Objects.requireNonNull(action, "action");
      if (!(most >= 0 && Double.isFinite(most))) {
        throw new IllegalArgumentException("is 0 or more, not " + most);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public GuardSpec {
    rules = Collections.unmodifiableMap(copy(rules));
    if (minRows < 1) {
      throw new IllegalArgumentException("min-rows is 1 or more, not " + minRows);
    }
    if (!(moveBy > 0 && Double.isFinite(moveBy))) {
      throw new IllegalArgumentException("by is more than 0, not " + moveBy);
    }
  }

  /** Whether nothing is looked at. */
  public boolean isOff() {
    return rules.values().stream().allMatch(rule -> rule.action() == Action.OFF);
  }

  /** The rule of a guard that is not off. */
  public Optional<Rule> rule(Guard guard) {
    return Optional.ofNullable(rules.get(guard)).filter(rule -> rule.action() != Action.OFF);
  }

  private static Map<Guard, Rule> copy(Map<Guard, Rule> rules) {
    Map<Guard, Rule> copy = new EnumMap<>(Guard.class);
    copy.putAll(rules);
    return copy;
  }
}
