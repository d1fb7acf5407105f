package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.testing.HostileNames;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words that become paths refuse what is no name, and their messages are safe to show. */
class HostileNamesTest {
  private static final String NAMES = "dev.almanac.testing.HostileNames#names";
  private static final String NUMBERS = "dev.almanac.testing.HostileNames#numbers";

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoModelName(String name) {
    assertRefused(() -> new ModelName(name));
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoAlias(String name) {
    assertRefused(() -> new Alias(name));
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoRunId(String name) {
    assertRefused(() -> new RunId(name));
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoReference(String name) {
    assertRefused(() -> ModelRef.parse(name));
    assertRefused(() -> ModelRef.parse(name + ":1"));
    assertRefused(() -> ModelRef.parse("churn@" + name));
    assertRefused(() -> ModelRef.parse("churn@champion?at=" + name));
  }

  @ParameterizedTest
  @MethodSource(NUMBERS)
  void areNoNumberOfAVersion(String number) {
    assertRefused(() -> ModelRef.parse("churn:" + number));
  }

  private static void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            IllegalArgumentException.class,
            e -> HostileNames.assertOneSafeLine(String.valueOf(e.getMessage())))
        .isNotInstanceOf(NumberFormatException.class);
  }
}
