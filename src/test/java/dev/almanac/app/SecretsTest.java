package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No message has the value of a secret or of an environment variable, whatever is wrong. */
class SecretsTest {
  private static final String SECRET = "hunter2planted";
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("check"),
          List.of("check", "--verbose"),
          List.of("check", "--json"),
          List.of("config"),
          List.of("config", "--json", "--verbose"),
          List.of("train", "--verbose"),
          List.of("score", "--json"));

  @TempDir private Path site = Path.of("unset");

  /** Each makes the configuration unreadable or invalid where a secret is said. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish.jdbc { password = \"hunter2planted\" [ 1 ] }",
        "publish.jdbc { password = \"hunter2planted\" { a = 1 } }",
        "publish.jdbc { password = ${ALMANAC_PLANTED} [ 1 ] }",
        "publish.jdbc { password = [ 1 ] ${ALMANAC_PLANTED} }",
        "publish.jdbc { password = { a = 1 } ${ALMANAC_PLANTED} }",
        "publish.jdbc { password = hunter2planted@db }",
        "publish.jdbc { password = \"hunter2planted }",
        "publish.jdbc { password = \"hunter2planted\\q\" }",
        "publish.jdbc { password = \"hunter2planted\" \"x\" = 5 }",
        "publish.jdbc { password = \"\"\"hunter2planted }",
        "publish.jdbc { password \"hunter2planted\" }",
        "publish.jdbc { \"hunter2planted\" }",
        "publish.jdbc { hunter2planted }",
        "publish.jdbc { password = hunter2planted } }",
        "publish.jdbc { password = hunter2planted, password = ${nowhere} }",
        "publish.jdbc { password = hunter2planted${?a.b }",
        "publish.jdbc { password = [hunter2planted }",
        "publish.jdbc { password = [hunter2planted] }",
        "publish.jdbc { password = { x = hunter2planted } }",
        "publish.jdbc { password = hunter2planted, table = \"hunter2planted\" }",
        "publish.jdbc { password = hunter2planted, url = \"jdbc:x://u:hunter2planted@h/d\" }",
        "publish.jdbc { url = \"jdbc:postgresql://h/d?password=hunter2planted&user=x\" }",
        "publish.jdbc { password = ${ALMANAC_PLANTED}, connect-seconds = ${ALMANAC_PLANTED} }",
        "define { a = [ { b = hunter2planted, b = ${?ALMANAC_NO} } ] ${score.keys} }",
        "define { pw = hunter2planted, pw2 = ${define.pw} [1] }",
        "sources.customers.options { password = hunter2planted [1] }",
        "sources.customers { path = [1], options { fs.s3a.secret.key = hunter2planted } }",
        "sources.customers { path = \"s3a://k:hunter2planted@b/x\", version = -1 }",
        "score.pass-through = [ { foo = 1, foo = ${?ALMANAC_NO} } ] ${score.keys}\n"
            + "publish.jdbc { password = hunter2planted, password = ${?ALMANAC_NO} }",
        "include url(\"http://u:hunter2planted@127.0.0.1:9/x\")",
        "train.seed = ${ALMANAC_PLANTED}",
        "train.task = ${ALMANAC_PLANTED}",
        "train.features.numeric = [${ALMANAC_PLANTED}, \"a.b\"${ALMANAC_PLANTED}]",
        "train.algorithm.params.max-iter = x${ALMANAC_PLANTED}",
        "train.algorithm.params { ${ALMANAC_PLANTED} = 1 }",
      })
  void inAFileThatIsWrong(String lines) throws IOException {
    Path job = Files.writeString(site.resolve("job.conf"), ReferenceKeys.JOB + lines + "\n");
    for (List<String> command : COMMANDS) {
      Cli.Result result =
          new Cli(site)
              .raw(
                  environment(Map.of("ALMANAC_PLANTED", SECRET)),
                  Stream.concat(command.stream(), Stream.of(job.toString()))
                      .toArray(String[]::new));
      // config shows what was said, right or wrong
      assertThat(result.exitCode())
          .isIn(command.get(0).equals("config") ? List.of(0, 3) : List.of(3));
      assertThat(result.err()).as("%s of %s", command, lines).doesNotContain(SECRET);
      if (lines.contains("password") || !command.get(0).equals("config")) {
        assertThat(result.out()).as("%s of %s", command, lines).doesNotContain(SECRET);
      }
    }
  }

  static Stream<String> jobKeys() {
    return ReferenceKeys.ofJob().stream();
  }

  @ParameterizedTest
  @MethodSource("jobKeys")
  void ofTheEnvironmentAtAnyKeyOfAJob(String key) throws IOException {
    for (String value : List.of(SECRET, "a `' \"" + SECRET + "\t" + "x".repeat(200), "-77.0125")) {
      Path job =
          Files.writeString(
              site.resolve("job.conf"), ReferenceKeys.JOB + key + " = ${ALMANAC_PLANTED}\n");
      for (String option : List.of("--verbose", "--json")) {
        Cli.Result result =
            new Cli(site)
                .raw(
                    environment(Map.of("ALMANAC_PLANTED", value)), "check", job.toString(), option);
        if (result.exitCode() != 0) {
          assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
          assertThat(result.err() + result.out())
              .as("%s = %s", key, value)
              .doesNotContain(SECRET)
              .doesNotContain("77.0125");
        }
      }
    }
  }

  static Stream<String> platformKeys() {
    return ReferenceKeys.ofPlatform().stream();
  }

  @ParameterizedTest
  @MethodSource("platformKeys")
  void ofTheEnvironmentAtAnyKeyOfThePlatform(String key) throws IOException {
    Path job = Files.writeString(site.resolve("job.conf"), ReferenceKeys.JOB);
    Path platform =
        Files.writeString(
            site.resolve("almanac.conf"), ReferenceKeys.PLATFORM + key + " = ${ALMANAC_PLANTED}\n");
    Cli.Result inFile =
        new Cli(site)
            .raw(
                environment(Map.of("ALMANAC_PLANTED", SECRET + ":")),
                "check",
                job.toString(),
                "--platform",
                platform.toString());
    String variable = key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    Cli.Result direct =
        new Cli(site).raw(Map.of(variable, SECRET + "\n:"), "check", job.toString(), "--verbose");
    for (Cli.Result result : List.of(inFile, direct)) {
      if (result.exitCode() != 0) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
        assertThat(result.err() + result.out()).as(key).doesNotContain(SECRET);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "publish.jdbc.password=[hunter2planted",
        "publish.jdbc.password=\"hunter2planted",
        "publish.jdbc.password={hunter2planted}",
        "publish.jdbc.password:hunter2planted",
        "publish.jdbc..password=hunter2planted",
        "=hunter2planted",
        "publish.jdbc.password=hunter2planted",
        "almanac.serve.tls.password=[hunter2planted]",
        "almanac.spark.conf={ spark.secret = hunter2planted, x = 1 }",
      })
  void ofTheCommandLine(String option) throws IOException {
    Path job =
        Files.writeString(
            site.resolve("job.conf"), ReferenceKeys.JOB + "publish.jdbc.batch-mb = 0\n");
    Cli.Result result = new Cli(site).raw("check", job.toString(), "--verbose", "-D", option);

    assertThat(result.exitCode()).isIn(2, 3);
    assertThat(result.err() + result.out()).doesNotContain(SECRET);
  }

  private Map<String, String> environment(Map<String, String> planted) {
    return Stream.concat(
            planted.entrySet().stream(),
            Map.of("ALMANAC_HOME", site.toString()).entrySet().stream())
        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
