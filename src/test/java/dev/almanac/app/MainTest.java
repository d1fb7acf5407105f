package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  @SuppressWarnings("DefaultLocale") // what formats without a locale write is what is tested
  void writesInNoLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-u-nu-arab"));
    try {
      assertThat("%,d".formatted(1_234)).isNotEqualTo("1,234");
      Main.main(new String[] {"--version"});
      assertThat("%,d rows, %.1f s".formatted(1_234, 0.5)).isEqualTo("1,234 rows, 0.5 s");
    } finally {
      Locale.setDefault(before);
    }
  }
}
