package dev.almanac.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What somebody may write where a name is wanted; none of it is one, wherever it is written. */
public final class HostileNames {
  private static final List<String> NAMES =
      List.of(
          "",
          " ",
          ".",
          "..",
          "../x",
          "a/../../b",
          "a/b",
          "%2e%2e%2f",
          "%252e%252e%252f",
          "a%00b",
          "a\\..\\b",
          "..\\x",
          "C:x",
          "C:\\x",
          "\\\\host\\share",
          "a\0b",
          "a\r\nb",
          "a\nerror: all is well",
          "a\u001b[2J\u001b[31mb",
          "a\u009b31mb",
          "a\u202Egnp",
          "a\u200Bb",
          "a\uFEFF",
          "a\uD800",
          "a\uE000b",
          "a".repeat(300),
          "a.",
          "a ",
          " a",
          "a..b",
          "\u0441hurn",
          "\uFF43hurn",
          "chu\u0308rn",
          "\uFF0E\uFF0E\uFF0Fx",
          "/abs",
          "//host/x",
          "~/x",
          "s3a://bucket/x",
          "file:///etc/passwd",
          "http://169.254.169.254/",
          "con",
          "nul",
          "aux.txt",
          "prn",
          "com1",
          "lpt9.pmml",
          "CON",
          "${jndi:ldap://127.0.0.1:9/x}",
          "${HOME}",
          "$(id)",
          "`id`",
          "a;b",
          "a' OR '1'='1",
          "a\"b",
          "a*",
          "a?b",
          "-a",
          "--help",
          "_a",
          ".hidden",
          "Churn");

  private static final List<String> NUMBERS =
      List.of(
          "",
          "0",
          "-1",
          "+1",
          "1.5",
          "1e3",
          "0x1",
          "1_0",
          "1 ",
          " 1",
          "1\n",
          "01/../2",
          "../1",
          "1;2",
          "NaN",
          "99999999999",
          "2147483648",
          "\uFF11",
          "\u0661",
          "1\u202E",
          "seven");

  private HostileNames() {}

  /** Each of them. */
  public static Stream<String> names() {
    return NAMES.stream();
  }

  /** What is no number of a version. */
  public static Stream<String> numbers() {
    return NUMBERS.stream();
  }

  /** Checks that a message can be logged and printed: one line, and nothing hidden in it. */
  public static void assertOneSafeLine(String message) {
    assertThat(message.codePoints().mapToObj(HostileNames::named).filter(name -> !name.isEmpty()))
        .as(message)
        .isEmpty();
    assertThat(message.length()).isLessThan(2_000);
  }

  /** Checks that a text of lines can be printed. */
  public static void assertSafeLines(String text) {
    text.lines().forEach(HostileNames::assertOneSafeLine);
  }

  private static String named(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          String.format(Locale.ROOT, "U+%04X", c);
      default -> "";
    };
  }
}
