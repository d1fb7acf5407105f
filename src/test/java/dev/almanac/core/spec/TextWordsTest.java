package dev.almanac.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.almanac.core.MissingPolicy;
import dev.almanac.core.spec.TextTerms.StopWords;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextWordsTest {
  @Test
  void partsAtEverythingButLettersMarksAndDigits() {
    assertThat(TextWords.of("  The U.S. carrier's\t3.5-hour_delay\u2026\n"))
        .containsExactly("the", "u", "s", "carrier", "s", "3", "5", "hour", "delay");
    assertThat(TextWords.of("e\u0301te\u0301 STRA\u1E9EE \uD835\uDC00 \u6F22\u5B57\uD83D\uDE00x"))
        .containsExactly("e\u0301te\u0301", "stra\u00DFe", "\uD835\uDC00", "\u6F22\u5B57", "x");
    assertThat(TextWords.of("")).isEmpty();
    assertThat(TextWords.of("\u2014 ?!")).isEmpty();
  }

  @Test
  void stopWordsAreOneWordEach() {
    assertThat(new StopWords(List.of(), List.of("The", "the", "(of)")).words())
        .containsExactly("the", "of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopWords(List.of(), List.of("don't")))
        .withMessageContaining("is 2 words")
        .withMessageContaining("write don, t");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopWords(List.of(), List.of("--")))
        .withMessageContaining("no letter and no digit");
  }

  @Test
  void boundsWhatIsCounted() {
    for (int[] bad : new int[][] {{0, 10}, {4, 10}, {1, 0}, {1, 10_001}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new TextTerms(StopWords.NONE, bad[0], bad[1], RareLevels.NONE));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FeatureSpec.Text(
                    "review",
                    MissingPolicy.LEVEL,
                    new TextTerms(StopWords.NONE, 1, 10, RareLevels.NONE),
                    false,
                    false))
        .withMessageContaining("missing cannot be level");
  }
}
