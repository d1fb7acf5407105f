package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @Test
  void suggestsTheWordThatWasMeant() {
    List<String> keys = List.of("max-iter", "max-depth", "max-bins", "seed");
    assertThat(Text.nearest("max-itr", keys)).contains("max-iter");
    assertThat(Text.nearest("maxDepth", keys)).contains("max-depth");
    assertThat(Text.nearest("Seed", keys)).contains("seed");
  }

  @Test
  void suggestsNothingRatherThanNonsense() {
    assertThat(Text.nearest("threshold", List.of("max-iter", "seed"))).isEmpty();
  }

  @Test
  void countsWithTheRightNumberOfTheNoun() {
    assertThat(Text.count(1, "row")).isEqualTo("1 row");
    assertThat(Text.count(0, "row")).isEqualTo("0 rows");
    assertThat(Text.count(182_630, "holdout row")).isEqualTo("182,630 holdout rows");
    assertThat(Text.count(2, "category")).isEqualTo("2 categories");
    assertThat(Text.count(2, "day")).isEqualTo("2 days");
  }

  @Test
  void noDifferenceIsZero() {
    assertThat(Text.difference(0)).isEqualTo("0");
    assertThat(Text.difference(1.25e-15)).isEqualTo("1.3e-15");
  }

  @Test
  void keepsHostileTextOnOneLine() {
    assertThat(Text.printable("a\r\nb\u001b[31m")).isEqualTo("a\\u000d\\u000ab\\u001b[31m");
    assertThat(Text.printable("x".repeat(500))).hasSize(121);
  }

  @Test
  void aMessageOfALibraryIsCutBetweenSentencesAndKeepsWhatItSuggests() {
    String useful = "Did you mean one of the following? [`km`, `rain`].";
    String first = "The column `kn` is not there.";
    String filler = "This sentence says nothing that helps. ".repeat(20);
    String shown = Text.message(first + " " + filler + useful);
    assertThat(shown).startsWith(first).endsWith(useful).hasSizeLessThan(620);
    assertThat(shown.replace(first, "").replace(useful, ""))
        .matches("( This sentence says nothing that helps\\.)+ ");
    assertThat(Text.message("a\n  b\u001b[31m")).isEqualTo("a b\\u001b[31m");
    assertThat(Text.message("word ".repeat(300))).hasSizeLessThan(610).endsWith("word …");
    assertThat(Text.message(first)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "'\u009b31m', '\\u009b31m'",
    "'a\u202Egnp.exe', 'a\\u202egnp.exe'",
    "'\u2066a\u2069', '\\u2066a\\u2069'",
    "'a\u200Bb\uFEFF', 'a\\u200bb\\ufeff'",
    "'\uE000', '\\ue000'",
    "'\uDBC0\uDC00', '\\u{100000}'",
    "'\uDB40\uDC41x', '\\u{e0041}x'",
    "'a\u2028b\u2029c', 'a\\u2028b\\u2029c'",
    "'${jndi:ldap://x}', '${jndi:ldap://x}'",
    "'größer 漢字 \uD83D\uDE00', 'größer 漢字 \uD83D\uDE00'"
  })
  void escapesWhatCannotBeSeen(String text, String shown) {
    assertThat(Text.printable(text)).isEqualTo(shown);
    assertThat(Text.printableLines(text)).isEqualTo(shown);
  }

  @Test
  void escapesHalvesOfPairs() {
    assertThat(Text.printable("a\uD800b")).isEqualTo("a\\ud800b");
    assertThat(Text.printable("\uDC00")).isEqualTo("\\udc00");
  }

  @Test
  void boundsWhatItShowsHoweverLongItIs() {
    assertThat(Text.printable("\n".repeat(10 << 20))).hasSize(120 * 6 + 1).endsWith("…");
    assertThat(Text.printable("abc", 2)).isEqualTo("ab…");
    assertThat(Text.printable("abc", 3)).isEqualTo("abc");
  }

  @Test
  void keepsLinesThatAreMeantAsLines() {
    assertThat(Text.printableLines("a\nb\r\nc\rd\u001b[1A"))
        .isEqualTo("a\nb\r\nc\\u000dd\\u001b[1A");
  }
}
