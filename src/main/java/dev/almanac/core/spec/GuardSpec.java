package dev.almanac.core.spec;

import dev.almanac.core.Guard;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of the guards, which check forecasts before publication.
 *
 * @param rules rules by guard; a guard without a rule is off
 * @param minRows with fewer rows on either side, a guard reports its value without a verdict
 * @param moveBy the smallest change of a forecast that counts: for a probability its difference,
 *     for a number in standard deviations of the previous publication
 * @param segments the segment column; absent for none
 */
public record GuardSpec(
    Map<Guard, Rule> rules, long minRows, double moveBy, Optional<String> segments) {
  /** All guards off. */
  public static final GuardSpec OFF = new GuardSpec(Map.of(), 1, 1, Optional.empty());

  /** Action of a guard whose limit is exceeded. */
  public enum Action {
    /** The guard is not evaluated. */
    OFF("off"),
    /** The run publishes with a warning. */
    WARN("warn"),
    /** The run is held. */
    REFUSE("refuse");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /** The name in job files. */
    public String word() {
      return word;
    }
  }

  /**
   * Rule of one guard.
   *
   * @param most the limit
   */
  public record Rule(Action action, double most) {
    /**
     * @throws IllegalArgumentException if the limit is not valid
     */
    public Rule {
      Objects.requireNonNull(action, "action");
      if (!(most >= 0 && Double.isFinite(most))) {
        throw new IllegalArgumentException("is 0 or more, not " + most);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a number is out of range
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

  /** Whether all guards are off. */
  public boolean isOff() {
    return rules.values().stream().allMatch(rule -> rule.action() == Action.OFF);
  }

  /** The rule of a guard; empty if the guard is off. */
  public Optional<Rule> rule(Guard guard) {
    return Optional.ofNullable(rules.get(guard)).filter(rule -> rule.action() != Action.OFF);
  }

  private static Map<Guard, Rule> copy(Map<Guard, Rule> rules) {
    Map<Guard, Rule> copy = new EnumMap<>(Guard.class);
    copy.putAll(rules);
    return copy;
  }
}
