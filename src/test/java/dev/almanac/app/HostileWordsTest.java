package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.testing.HostileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile words given to the command line: each is a mistake of usage (2) or of configuration (3),
 * told in lines that are safe on a terminal, and nothing is written.
 */
class HostileWordsTest {
  private static final String NAMES = "dev.almanac.testing.HostileNames#names";
  private static final String JOB = "jobs/flight-delay.conf";

  @TempDir private Path site = Path.of("unset");

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoModelToShow(String name) {
    assertRefused(2, "registry", "show", "--", name);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoModelWhoseAliasMoves(String name) {
    assertRefused(2, "registry", "alias", "--reason", "r", "--", name, "champion", "1");
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoAliasToMove(String name) {
    assertRefused(2, "registry", "alias", "--reason", "r", "--", "churn", name, "1");
  }

  @ParameterizedTest
  @MethodSource("dev.almanac.testing.HostileNames#numbers")
  void areNoVersionToPointTo(String number) {
    if (number.equals("0")) {
      return; // stands for no version where a guard is asked for; as a target it is not found
    }
    assertRefused(2, "registry", "alias", "--reason", "r", "--", "churn", "champion", number);
    assertRefused(
        2,
        "registry",
        "rollback",
        "--reason",
        "r",
        "--expect=" + number,
        "--",
        "churn",
        "champion");
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoRunId(String name) {
    assertRefused(2, "check", JOB, "--run-id=" + name);
  }

  /** Blanks at the ends of a -D are no part of it; those in a file are. */
  static Stream<String> values() {
    return HostileNames.names().filter(name -> name.equals(name.strip()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void areNoNameAliasOrReferenceOfAJob(String plain) {
    assertRefused(3, "check", JOB, "-D", "name=" + plain);
    assertRefused(3, "check", JOB, "-D", "alias=" + plain);
    assertRefused(3, "check", JOB, "-D", "score.model=" + plain);
    assertRefused(3, "check", JOB, "-D", "score.model=churn@" + plain);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void areNoneInAJobFileEither(String name) throws IOException {
    String source = Files.readString(Path.of(JOB));
    for (String key : new String[] {"name", "alias", "score.model"}) {
      Path job =
          Files.writeString(site.resolve("job.conf"), source + "\n" + key + " = " + quoted(name));
      assertRefused(3, "check", job.toString());
    }
  }

  static Stream<String> tables() {
    // a path or a URI is a place that a reader may name, and upper case is a name of a table
    return HostileNames.names()
        .filter(
            name ->
                !name.matches(
                        "//?[a-z/]+|~/x|a/b|[a-z0-9]+://?/?[a-z0-9./]+|Churn|CON|[Ca-z0-9]+|-a|_a|-.*|.*jndi.*")
                    || name.length() > 100);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void areNoTableToLookIn(String name) {
    assertRefused(2, "lookup", "--", name, "id=1");
  }

  static Stream<String> keys() {
    return HostileNames.names().filter(name -> name.indexOf('=') < 1);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void areNoKey(String name) {
    assertRefused(2, "lookup", "flights", "--", name);
    assertRefused(2, "lookup", "flights", "--", "=" + name);
  }

  @Test
  void aValueOfTenMegabytesIsReportedInOneLine() {
    String large = "x\u001b\n".repeat((10 << 20) / 3);
    assertRefused(2, "registry", "show", large);
    assertRefused(3, "check", JOB, "-D", "name=" + large);
  }

  private void assertRefused(int exitCode, String... words) {
    Cli cli = new Cli(site);
    Cli.Result result = withSite(cli, words);
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    HostileNames.assertSafeLines(result.err());
    HostileNames.assertSafeLines(result.out());
    assertThat(result.err().lines().filter(line -> line.startsWith("error")).count())
        .as(result.err())
        .isEqualTo(1);
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(cli.registry()).doesNotExist();
  }

  /** The site's options before the words, since nothing after -- is an option. */
  private static Cli.Result withSite(Cli cli, String... words) {
    int verbs = words[0].equals("registry") ? 2 : 1;
    Stream<String> all =
        Stream.of(
                Stream.of(words).limit(verbs),
                cli.siteOptions().stream(),
                Stream.of(words).skip(verbs))
            .flatMap(part -> part);
    return cli.raw(all.toArray(String[]::new));
  }

  /** As a HOCON text, every character by its number. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars().forEach(c -> out.append(String.format(Locale.ROOT, "\\u%04x", c)));
    return out.append('"').toString();
  }
}
