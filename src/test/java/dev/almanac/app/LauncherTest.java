package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code scripts/almanac} in a folder of its own, with a java that prints what it is called with.
 */
class LauncherTest {
  @TempDir private Path folder;

  private record Outcome(int exitCode, List<String> out, String err) {
    String classPath() {
      return out.get(out.indexOf("-cp") + 1);
    }

    List<String> command() {
      return out.subList(out.indexOf("dev.almanac.app.Main") + 1, out.size());
    }
  }

  @BeforeEach
  void layOut() throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("check out"));
    Files.createDirectories(checkout.resolve("scripts/lib"));
    Files.createDirectories(checkout.resolve("target"));
    for (String script : List.of("scripts/almanac", "scripts/lib/java.sh")) {
      Files.copy(Path.of(script), checkout.resolve(script));
    }
    Files.createDirectories(checkout.resolve("src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.writeString(checkout.resolve("target/almanac.jar"), "");
    Files.writeString(checkout.resolve("target/classpath.txt"), "/lib/spark.jar");
    jdk("jdk-17", "17.0.15");
    Files.writeString(folder.resolve("a.jar"), "");
    Files.writeString(folder.resolve("b c.jar"), "");
  }

  @Test
  void addsJarsToTheClassPathAndForExecutors() throws Exception {
    String expected = "/almanac.jar:" + folder.resolve("a.jar") + ":" + folder.resolve("b c.jar");
    String shipped = "-Dspark.jars=" + folder.resolve("a.jar") + "," + folder.resolve("b c.jar");
    for (List<String> words :
        List.of(
            List.of("--jars", "a.jar,b c.jar", "train", "job.conf", "--quiet"),
            List.of("--jars=a.jar,b c.jar", "train", "job.conf", "--quiet"),
            List.of("train", "job.conf", "--jars", folder + "/a.jar,b c.jar", "--quiet"))) {
      Outcome outcome = launch(Map.of(), words);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.classPath()).endsWith(expected);
      assertThat(outcome.out()).contains(shipped);
      assertThat(outcome.command()).containsExactly("train", "job.conf", "--quiet");
    }
    Outcome byEnvironment = launch(Map.of("ALMANAC_JARS", "a.jar,b c.jar"), List.of("score", "x"));
    assertThat(byEnvironment.classPath()).endsWith(expected);
    assertThat(byEnvironment.out()).contains(shipped);
  }

  @Test
  void addsNothingByDefault() throws Exception {
    Outcome outcome = launch(Map.of(), List.of("train", "job.conf"));
    assertThat(outcome.classPath()).startsWith("/lib/spark.jar:").endsWith("/almanac.jar");
    assertThat(outcome.out()).noneMatch(option -> option.startsWith("-Dspark.jars"));
  }

  @Test
  void refusesAJarThatIsNotThere() throws Exception {
    Outcome outcome = launch(Map.of(), List.of("--jars", "a.jar,d.jar", "train", "job.conf"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("'d.jar'");
    assertThat(launch(Map.of(), List.of("train", "--jars")).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.15", "21.0.8", "21"})
  void runsOnTheJdkOfTheEnvironment(String version) throws Exception {
    Path home = jdk("jdk", version);
    Outcome outcome = launch(Map.of("JAVA_HOME", home.toString()), List.of("train", "job.conf"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out().get(0)).isEqualTo(home.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.2", "18", "25.0.1", "170"})
  void runsOnNoOtherJdk(String version) throws Exception {
    Path home = jdk("jdk", version);
    Outcome outcome = launch(Map.of("JAVA_HOME", home.toString()), List.of("train", "job.conf"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out().get(0)).isEqualTo(folder.resolve("jdk-17").toString());
  }

  @Test
  void archivesTheClassesOfTheLibrariesOnceForCommandsOfSpark() throws Exception {
    Path target = folder.resolve("check out/target");
    Path library = Files.writeString(folder.resolve("spark.jar"), "");
    Files.writeString(target.resolve("classpath.txt"), library + ":/lib/delta.jar");
    Map<String, String> built = Map.of("ALMANAC_BUILD", "auto");
    String mapped = "-XX:SharedArchiveFile=" + target.resolve("spark.jsa");

    assertThat(launch(built, List.of("check", "job.conf")).err()).doesNotContain("archiving");
    Outcome first = launch(built, List.of("train", "job.conf"));
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("archiving");
    assertThat(first.out()).contains(mapped, "train");
    assertThat(Files.readAllLines(target.resolve("spark.jsa")))
        .contains(library + ":/lib/delta.jar", "org.apache.spark.deploy.SparkSubmit");

    Files.writeString(target.resolve("almanac.jar"), "another");
    Outcome second = launch(built, List.of("score", "job.conf"));
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains(mapped);

    Files.writeString(target.resolve("classpath.txt"), library + ":/lib/delta-2.jar");
    assertThat(launch(Map.of(), List.of("score", "job.conf")).err()).isEmpty();
    assertThat(launch(built, List.of("score", "job.conf")).err()).contains("archiving");
    assertThat(launch(built, List.of("score", "job.conf")).err()).isEmpty();
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files.filter(Files::isDirectory)).isEmpty();
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = home.resolve("bin/java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + "printf '%s\\n"
            + "' \"$JAVA_HOME\"\n"
            + "case $* in *-XX:ArchiveClassesAtExit=*) for word in \"$@\"; do case $word in"
            + " -XX:ArchiveClassesAtExit=*) archive=${word#*=} ;; esac; done;"
            + " printf '%s\\n' \"$@\" >\"$archive\" ;; esac\n"
            + "for word in \"$@\"; do printf '%s\\n"
            + "' \"$word\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private Outcome launch(Map<String, String> environment, List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", folder + "/check out/scripts/almanac"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ALMANAC_"));
    builder.environment().put("ALMANAC_BUILD", "never");
    builder.environment().put("JAVA_HOME", folder.resolve("jdk-17").toString());
    // what is found if JAVA_HOME is of another version
    builder
        .environment()
        .merge("PATH", folder + "/jdk-17/bin", (path, first) -> first + ":" + path);
    builder.environment().putAll(environment);
    Path err = folder.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    List<String> out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }
}
