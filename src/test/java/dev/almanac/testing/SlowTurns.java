package dev.almanac.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Takes the slow suites in turns: with {@code -Dslow.turn=2/3} every third of them is run, and the
 * others are told as skipped. Without it all are. The name of a suite says which turn is its own,
 * so that a new one needs no list.
 */
public final class SlowTurns implements ExecutionCondition {
  /** The tag of suites that take minutes. */
  private static final String SLOW = "slow";

  private static final String TURN = "slow.turn";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> turn = context.getConfigurationParameter(TURN);
    if (turn.isEmpty() || turn.get().isEmpty() || !context.getTags().contains(SLOW)) {
      return ConditionEvaluationResult.enabled("not taken in turns");
    }
    Class<?> suite = outermost(context.getRequiredTestClass());
    return isOf(turn.get(), suite.getSimpleName())
        ? ConditionEvaluationResult.enabled("of turn " + turn.get())
        : ConditionEvaluationResult.disabled("left to another turn than " + turn.get());
  }

  private static Class<?> outermost(Class<?> suite) {
    Class<?> outer = suite;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return outer;
  }

  /**
   * Whether a suite is of a turn.
   *
   * @param turn such as 2/3: the second of three
   * @throws IllegalArgumentException if it is none
   */
  static boolean isOf(String turn, String suite) {
    String[] parts = turn.split("/", -1);
    if (parts.length != 2 || !parts[0].matches("[1-9]\\d?") || !parts[1].matches("[1-9]\\d?")) {
      throw new IllegalArgumentException("slow.turn is '" + turn + "'; say for example 2/3");
    }
    int number = Integer.parseInt(parts[0]);
    int all = Integer.parseInt(parts[1]);
    if (number > all) {
      throw new IllegalArgumentException("slow.turn is '" + turn + "', which never comes");
    }
    return Math.floorMod(suite.hashCode(), all) == number - 1;
  }
}
