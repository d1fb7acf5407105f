package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Texts are found by their bytes. */
class StringDictionaryTest {
  private static int code(StringDictionary words, String text) {
    byte[] bytes = ("(" + text + ")").getBytes(StandardCharsets.UTF_8);
    return words.code(bytes, 1, bytes.length - 2);
  }

  @Test
  void manyTextsHaveTheirCodesAndOthersNone() {
    StringDictionary.Builder builder = new StringDictionary.Builder();
    for (int i = 1; i <= 5_000; i++) {
      assertThat(builder.code("level " + i)).isEqualTo(i);
    }
    StringDictionary words = builder.build();
    for (int i = 1; i <= 5_000; i++) {
      assertThat(code(words, "level " + i)).isEqualTo(i);
    }
    assertThat(code(words, "level 0")).isEqualTo(StringDictionary.OTHER);
    assertThat(code(words, "level 5001")).isEqualTo(StringDictionary.OTHER);
    assertThat(code(words, "")).isEqualTo(StringDictionary.OTHER);
  }

  @Test
  void textsOfOneHashAreReportedApart() {
    // 31 * 'A' + 'a' is 31 * 'B' + 'B'.
    StringDictionary.Builder builder = new StringDictionary.Builder();
    int first = builder.code("AaAa");
    int second = builder.code("BBBB");
    int third = builder.code("AaBB");
    StringDictionary words = builder.build();
    assertThat(code(words, "AaAa")).isEqualTo(first);
    assertThat(code(words, "BBBB")).isEqualTo(second);
    assertThat(code(words, "AaBB")).isEqualTo(third);
    assertThat(code(words, "BBAa"))
        .as("of the same hash, not mentioned")
        .isEqualTo(StringDictionary.OTHER);
  }

  @Test
  void theEmptyTextAndOtherAlphabetsAreTexts() {
    StringDictionary.Builder builder = new StringDictionary.Builder();
    int empty = builder.code("");
    int greek = builder.code("ωmega");
    int face = builder.code("\uD83D\uDE00");
    int composed = builder.code("é");
    StringDictionary words = builder.build();
    assertThat(empty).isPositive();
    assertThat(code(words, "")).isEqualTo(empty);
    assertThat(code(words, "ωmega")).isEqualTo(greek);
    assertThat(code(words, "\uD83D\uDE00")).isEqualTo(face);
    assertThat(code(words, "é")).isEqualTo(composed);
    assertThat(code(words, "e\u0301")).as("two characters that look like one").isZero();
  }

  @Test
  void onlyThePartIsLookedAt() {
    StringDictionary.Builder builder = new StringDictionary.Builder();
    int code = builder.code("abc");
    StringDictionary words = builder.build();
    byte[] bytes = "xxabcxx".getBytes(StandardCharsets.UTF_8);
    assertThat(words.code(bytes, 2, 3)).isEqualTo(code);
    assertThat(words.code(bytes, 2, 2)).isEqualTo(StringDictionary.OTHER);
    assertThat(words.code(bytes, 2, 4)).isEqualTo(StringDictionary.OTHER);
  }
}
