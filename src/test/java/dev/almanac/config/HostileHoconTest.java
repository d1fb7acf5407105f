package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that nobody vouches for cannot reach out, leak, or swell. */
@Timeout(20)
class HostileHoconTest {
  @TempDir Path root = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void layOutASecretNextToTheJobs() {
    folder = root.resolve("jobs");
    Jobs.write(root, "secret.conf", "password = hunter2");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          include url("file:///etc/hostname")          | 'file:/etc/hostname', which is refused: it may include no URL
          include url("http://127.0.0.1:9/x.conf")     | 'http://127.0.0.1:9/x.conf', which is refused: it may include no URL
          include required(url("http://127.0.0.1:9/")) | which is refused: it may include no URL
          include "http://127.0.0.1:9/x.conf"          | which is refused: it may include no URL
          include "file:/etc/hostname"                 | which is refused: it may include no URL
          include classpath("reference.conf")          | 'reference.conf', which is refused: it may include nothing of the class path
          include required(classpath("reference.conf")) | it may include nothing of the class path
          include file("/etc/hostname")                | it may include only files of its own folder and the folders below
          include "/etc/hostname"                      | it may include only files of its own folder and the folders below
          include "../secret.conf"                     | '../secret.conf', which is refused: it may include only files of its own folder
          include required(file("../secret.conf"))     | it may include only files of its own folder
          include "link.conf"                          | 'link.conf', which is refused: it may include only files of its own folder
          train { include "../secret.conf" }           | it may include only files of its own folder
          include "absent.conf"                        | absent.conf: there is no such file
          include "job.conf"                           | 'job.conf', which is refused: it may include no file that is including it
          include "a\\u0000b.conf"                     | includes 'a
          """)
  void refusesIncludesThatReachOut(String line, String result) throws IOException {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST + line + "\n");
    Files.createSymbolicLink(folder.resolve("link.conf"), root.resolve("secret.conf"));

    assertUnreadable(file).hasMessageContaining(result).hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesALadderOfIncludes() {
    for (int i = 0; i < 12; i++) {
      Jobs.write(
          folder,
          "step" + i + ".conf",
          String.format(Locale.ROOT, "include \"step%d.conf\"", i + 1));
    }

    assertUnreadable(folder.resolve("step0.conf"))
        .hasMessageContaining("it may include at most 64 files, 8 in a row");
  }

  @Test
  void refusesAnAvalancheOfIncludes() {
    for (int i = 0; i < 7; i++) {
      Jobs.write(
          folder,
          "a" + i + ".conf",
          String.format(Locale.ROOT, "include \"a%d.conf\"\n", i + 1).repeat(10));
    }
    Jobs.write(folder, "a7.conf", "x = 1");

    assertUnreadable(folder.resolve("a0.conf"))
        .hasMessageContaining("it may include at most 64 files, 8 in a row");
  }

  static Stream<Arguments> swelling() {
    return Stream.of(
        Arguments.of("text", ladder("\"xxxxxxxxxx\"", "${%s}".repeat(10), 10)),
        Arguments.of("list", ladder("[1]", "[" + "${%s},".repeat(10) + "]", 10)),
        Arguments.of(
            "block",
            ladder(
                "{ k = v }",
                IntStream.range(0, 10)
                    .mapToObj(i -> "k" + i + " = ${%s}")
                    .collect(Collectors.joining(", ", "{ ", " }")),
                10)),
        Arguments.of("itself", "a = xxxxxxxx\n" + "a = ${a}${a}\n".repeat(40)),
        Arguments.of(
            "merged", "b = {x = yyyyyyyyyy}\n" + ladder("\"xxxxxxxxxx\"", "${%s}".repeat(30), 9)));
  }

  private static String ladder(String first, String step, int steps) {
    StringBuilder text = new StringBuilder("define { r0 = " + first + "\n");
    for (int i = 1; i <= steps; i++) {
      text.append(String.format(Locale.ROOT, "r%d = ", i))
          .append(step.replace("%s", "define.r" + (i - 1)));
      text.append('\n');
    }
    return text.append("}\n").toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("swelling")
  void refusesAFewBytesThatSwell(String kind, String text) {
    assertUnreadable(Jobs.write(folder, kind + ".conf", text))
        .hasMessageContaining("its substitutions ${…} multiply each other beyond 16777216");
  }

  @Test
  void ordinarySubstitutionsAreNotMistakenForABomb() {
    String text =
        Jobs.SMALLEST
            + "define { base = data, a = ${define.base}/a, b = ${define.a}/b }\n"
            + "score.pass-through = []\n"
            + IntStream.range(0, 8)
                .mapToObj(i -> String.format(Locale.ROOT, "score.pass-through += c%d\n", i))
                .collect(Collectors.joining())
            + "sources.customers.path = ${define.b}\n";

    assertThat(Jobs.loader(folder).job(Jobs.write(folder, "fine.conf", text)).score().passThrough())
        .hasSize(8);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("blocks", "a={".repeat(20_000), "nested too deeply"),
        Arguments.of("lists", "a=" + "[".repeat(50_000), "nested too deeply"),
        Arguments.of("path", "a.".repeat(50_000) + "b = 1", "nested too deeply"),
        Arguments.of("some", "a={".repeat(100) + "}".repeat(100), "nested too deeply"),
        Arguments.of("rows", "a=" + "[".repeat(100) + "]".repeat(100), "nested too deeply"),
        Arguments.of("cycle", "a = ${b}\nb = ${a}\n", "cycle"),
        Arguments.of(
            "syntax", "a = 1\nq = \"\"\"\nx\ny\n\"\"\"\nb { c = ] }\n", "syntax.conf: 6: "),
        Arguments.of("open", "q = \"\"\"\nx\n", "open.conf: "),
        Arguments.of("large", "#".repeat(HoconReader.LARGEST_FILE + 1), "more than 1048576 bytes"),
        Arguments.of("types", "a = [1] { b = 2 }\n", "types.conf: 1: "),
        Arguments.of("unset", "x = 1\na = ${nowhere}\n", "unset.conf: 2: "),
        Arguments.of("variable", "a = ${HOME_SECRET}\n", "only variables that begin with ALMANAC_"),
        Arguments.of("maybe", "a = ${?HOME_SECRET}\n", "only variables that begin with ALMANAC_"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWhatItCannotReadAndSaysWhere(String name, String text, String result) {
    assertUnreadable(Jobs.write(folder, name + ".conf", text))
        .hasMessageContaining(result)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path file = Jobs.write(folder, "latin.conf", "");
    Files.write(file, "name = Käse".getBytes(StandardCharsets.ISO_8859_1));

    assertUnreadable(file).hasMessageContaining("latin.conf: is not UTF-8 text");
  }

  @Test
  void refusesAFolder() {
    Jobs.write(folder, "sub/x.conf", "");

    assertUnreadable(folder.resolve("sub")).hasMessageContaining("sub: is not a file");
  }

  @Test
  void anOverrideCanIncludeNothingEither() {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST);

    assertThatThrownBy(() -> Jobs.loader(folder, "define={ include \"../secret.conf\" }").job(file))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("command line -D includes '../secret.conf', which is refused");
  }

  @Test
  void showingABombIsRefusedLikeReadingIt() {
    Path file = Jobs.write(folder, "bomb.conf", ladder("\"xxxxxxxxxx\"", "${%s}".repeat(10), 10));

    assertThatThrownBy(() -> Jobs.loader(folder).render(file, Optional.empty()))
        .isInstanceOf(AlmanacException.class)
        .hasMessageContaining("multiply each other");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertUnreadable(Path file) {
    ConfigLoader loader = new ConfigLoader(Map.of("HOME_SECRET", "hunter2"), List.of(), root);
    long begin = System.nanoTime();
    AbstractThrowableAssert<?, ? extends Throwable> result =
        assertThatThrownBy(() -> loader.job(file))
            .isInstanceOfSatisfying(
                AlmanacException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_UNREADABLE));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    return result;
  }
}
