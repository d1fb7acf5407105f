package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value of any shape at any key is right, or is refused at its file, line and key. */
class WrongShapesTest {
  private static final List<String> SHAPES =
      List.of(
          "[1]",
          "[]",
          "[[1, 2], [x]]",
          "[{ a = 1 }, null]",
          "{}",
          "{ a = 1 }",
          "{ a { b { c = [1] } }, d = null }",
          "null",
          "\"\"",
          "some-text",
          "7",
          "-1.5",
          "1e400",
          "9223372036854775807",
          "true");

  private static final Pattern PLACED =
      Pattern.compile("  \\S+\\.conf: [0-9]+: [a-z].*: \\S.*", Pattern.DOTALL);

  @TempDir private Path site = Path.of("unset");

  static Stream<String> jobKeys() {
    return ReferenceKeys.ofJob().stream();
  }

  static Stream<String> platformKeys() {
    return ReferenceKeys.ofPlatform().stream();
  }

  @ParameterizedTest
  @MethodSource("jobKeys")
  void ofAKeyOfAJob(String key) throws IOException {
    Path job = site.resolve("job.conf");
    for (String shape : SHAPES) {
      Files.writeString(job, ReferenceKeys.JOB + key + " = " + shape + "\n");
      assertRightOrPlaced(key + " = " + shape, "check", job.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("platformKeys")
  void ofAKeyOfThePlatform(String key) throws IOException {
    Path job = Files.writeString(site.resolve("job.conf"), ReferenceKeys.JOB);
    Path platform = site.resolve("almanac.conf");
    for (String shape : SHAPES) {
      Files.writeString(platform, ReferenceKeys.PLATFORM + key + " = " + shape + "\n");
      assertRightOrPlaced(
          key + " = " + shape, "check", job.toString(), "--platform", platform.toString());
    }
  }

  @Test
  void theJobItselfIsRight() throws IOException {
    Path job = Files.writeString(site.resolve("job.conf"), ReferenceKeys.JOB);
    Path platform = Files.writeString(site.resolve("almanac.conf"), ReferenceKeys.PLATFORM);

    Cli.Result result =
        new Cli(site).raw("check", job.toString(), "--platform", platform.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private void assertRightOrPlaced(String what, String... command) {
    Cli.Result result = new Cli(site).raw(command);
    assertThat(result.exitCode()).as("%s: %s", what, result.err()).isIn(0, 3);
    if (result.exitCode() == 3) {
      List<String> lines = result.err().lines().skip(1).toList();
      assertThat(lines).as("%s: %s", what, result.err()).isNotEmpty();
      assertThat(lines).as(what).allMatch(line -> PLACED.matcher(line).matches());
    }
  }
}
