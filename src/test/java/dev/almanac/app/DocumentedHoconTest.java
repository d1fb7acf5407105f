package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every piece of configuration that the pages and reference.conf show is one that {@code check}
 * takes. A fragment is put where its keys belong, into a job or into the settings of a site.
 */
class DocumentedHoconTest {
  private static final String HASH = "a".repeat(64);

  /** What a fragment is added to. */
  private static final String JOB =
      """
      name = flight-delay
      run-date = 2001-06-01
      sources { flights { format = parquet, path = data/flights } }
      train {
        query = "SELECT * FROM flights WHERE day < :run_date"
        task = binary, label = late, positive = "1"
        features {
          numeric { distance {}, duration {} }
          categorical { carrier {}, origin { unseen = level } }
        }
        split { by = time, column = day }
        algorithm { name = gbt }
      }
      score {
        query = "SELECT * FROM flights WHERE day >= :run_date"
        keys = [flight_id], pass-through = [origin]
      }
      """;

  /** Where keys may belong, the nearest first. */
  private static final List<String> HOMES =
      List.of("", "train", "train.features", "score", "forecasts", "sources.flights", "almanac");

  /** Where a kind of {@code each} is said, in a job or in the settings. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("served-table", "almanac.serve.tables.flight_delay"),
          Map.entry("client", "almanac.serve.clients.dashboard"),
          Map.entry("source", "sources.flights"),
          Map.entry("numeric", "train.features.numeric.distance"),
          Map.entry("categorical", "train.features.categorical.origin"),
          Map.entry("text", "train.features.text.review"),
          Map.entry("expressions", "train.features.expressions.speed"),
          Map.entry("gate", "train.gate.auc"),
          Map.entry("challenger", "score.challengers.next"),
          Map.entry("publish", "publish"),
          Map.entry("champion", "train.gate.auc.champion"),
          Map.entry("segment", "train.gate.auc.segments.region"));

  /** What a fragment cannot be without, by a part of its text. */
  private static final Map<String, String> COMPANIONS =
      Map.of(
          "step-size {", "train.search.tries = 5",
          "models {", "score.segments.column = carrier",
          "jdbc {}", "publish.jdbc { url = \"jdbc:postgresql://db/ml\", table = ml.flights }",
          "dashboard {}", "almanac.serve.clients.dashboard.token-sha256 = \"%s\"".formatted(HASH),
          "segments { region {} }", "train.gate.auc.segments.region.min = 0.6",
          "gate { auc {} }", "train.gate.auc.min = 0.6",
          "champion {}", "train.gate.auc.min = 0.6",
          "next {}", "score.challengers.next.model = \"flight-delay:1\"");

  private static final Pattern FENCE = Pattern.compile("^\\s*```(?<language>\\w*)\\s*$");
  private static final Pattern KEY = Pattern.compile("(?<![\\w.}])[a-z][a-z0-9.-]* \\{");
  private static final Pattern SETTING = Pattern.compile("^(?<key>[a-z][a-z-]*)( = .*| \\{.*)$");

  @TempDir private Path site = Path.of("unset");

  /**
   * A piece of configuration.
   *
   * @param where page and line
   * @param homes where it may belong, the likeliest first
   */
  private record Piece(String where, String text, List<String> homes) {
    @Override
    public String toString() {
      return where;
    }
  }

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    for (Path folder : List.of(Path.of("src/site"), Path.of("jobs"), Path.of("data-samples"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        pages.addAll(files.filter(file -> file.toString().endsWith(".md")).sorted().toList());
      }
    }
    return pages.stream();
  }

  static List<Piece> blocksOfPages() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (Path page : pages().toList()) {
      List<String> lines = Files.readAllLines(page);
      for (int i = 0; i < lines.size(); i++) {
        Matcher fence = FENCE.matcher(lines.get(i));
        if (fence.matches()) {
          int end = i + 1;
          while (!lines.get(end).strip().equals("```")) {
            end++;
          }
          if (fence.group("language").equals("hocon")) {
            String where = page + ":" + (i + 2);
            for (String text : alternatives(lines.subList(i + 1, end))) {
              pieces.add(new Piece(where, text, HOMES));
            }
          }
          i = end;
        }
      }
    }
    return pieces;
  }

  /** Lines that say the same key again are another way to say it. */
  private static List<String> alternatives(List<String> lines) {
    List<String> keys =
        lines.stream().map(line -> line.split(" ", 2)[0]).filter(key -> !key.isBlank()).toList();
    boolean again = keys.size() > 1 && keys.stream().distinct().count() == 1;
    return again ? lines : List.of(String.join("\n", lines));
  }

  /** What comments of reference.conf show, each near the key that it explains. */
  static List<Piece> piecesOfReference() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    List<String> path = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    int number = 0;
    for (String line : Files.readAllLines(Path.of("src/main/resources/reference.conf"))) {
      number++;
      String text = line.strip();
      if (text.startsWith("#")) {
        comment.append(text.substring(1)).append(' ');
        continue;
      }
      Matcher setting = SETTING.matcher(text);
      if (setting.matches()) {
        path.add(setting.group("key"));
        pieces.addAll(within(comment.toString(), "reference.conf:" + number, path));
        if (!text.endsWith("{")) {
          path.remove(path.size() - 1);
        }
      } else if (text.equals("}") && !path.isEmpty()) {
        path.remove(path.size() - 1);
      }
      comment.setLength(0);
    }
    return pieces;
  }

  private static List<Piece> within(String comment, String where, List<String> path) {
    List<Piece> pieces = new ArrayList<>();
    Matcher key = KEY.matcher(comment);
    int from = 0;
    while (key.find(from)) {
      int end = key.end();
      for (int open = 1; open > 0; end++) {
        open += comment.charAt(end) == '{' ? 1 : comment.charAt(end) == '}' ? -1 : 0;
      }
      pieces.add(new Piece(where, comment.substring(key.start(), end), homes(path)));
      from = end;
    }
    return pieces;
  }

  /** A block and those around it, as a job file or the settings of a site name them. */
  private static List<String> homes(List<String> path) {
    List<String> homes = new ArrayList<>();
    for (int length = path.size(); length > 0; length--) {
      List<String> outer = path.subList(1, length);
      if (outer.isEmpty() || (outer.get(0).equals("each") && outer.size() < 2)) {
        homes.add("");
      } else if (outer.get(0).equals("each")) {
        homes.add(
            joined(
                Objects.requireNonNull(KINDS.get(outer.get(1))), outer.subList(2, outer.size())));
      } else if (outer.get(0).equals("job")) {
        homes.add(joined("", outer.subList(1, outer.size())));
      } else {
        homes.add(joined("almanac", outer));
      }
    }
    homes.addAll(HOMES);
    return homes.stream().distinct().toList();
  }

  private static String joined(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("."));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockOfAPageSaysWhatItIsIn(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    boolean open = false;
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        assertThat(open || !fence.group("language").isEmpty())
            .as("%s:%d: write hocon, sql, sh, json or text behind the ```", page, i + 1)
            .isTrue();
        open = !open;
      }
    }
  }

  @ParameterizedTest
  @MethodSource({"blocksOfPages", "piecesOfReference"})
  void isTaken(Piece piece) throws IOException {
    String text =
        piece
            .text()
            .replace(", …", "")
            .replace("token-sha256 = \"…\"", "token-sha256 = \"" + HASH + "\"")
            .replace("{ … }", "{}");
    if (text.contains("name = flight-delay")) {
      assertThat(refusal(text, "")).isEmpty();
      return;
    }
    List<String> refusals = new ArrayList<>();
    for (String home : piece.homes()) {
      String wrapped = home.isEmpty() ? text : "%s {%n%s%n}".formatted(home, text);
      wrapped += companions(text);
      boolean ofSite = wrapped.startsWith("almanac");
      String refusal = ofSite ? refusal(JOB, wrapped) : refusal(JOB + wrapped + "\n", "");
      if (refusal.isEmpty()) {
        return;
      }
      refusals.add(home + ": " + refusal);
    }
    throw new AssertionError(
        "%s%n%s%n%s".formatted(piece.where(), text, String.join("", refusals)));
  }

  @Test
  void theyAreMany() throws IOException {
    assertThat(blocksOfPages()).hasSizeGreaterThan(18);
    assertThat(piecesOfReference()).hasSizeGreaterThan(20);
  }

  private static String companions(String text) {
    return COMPANIONS.entrySet().stream()
        .filter(companion -> text.contains(companion.getKey()))
        .map(companion -> "\n" + companion.getValue())
        .collect(Collectors.joining());
  }

  /** Why {@code check} refuses a job and the settings of a site; empty if it takes them. */
  private String refusal(String job, String platform) throws IOException {
    Path jobFile = Files.writeString(site.resolve("job.conf"), job);
    Path siteFile = Files.writeString(site.resolve("almanac.conf"), platform);
    Cli.Result result =
        new Cli(site)
            .raw(
                Map.of("ALMANAC_SERVE_TLS_PASSWORD", "pw", "ALMANAC_JDBC_PASSWORD", "pw"),
                "check",
                jobFile.toString(),
                "--platform",
                siteFile.toString());
    return result.exitCode() == 0 ? "" : result.err();
  }
}
