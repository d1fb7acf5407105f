package dev.almanac.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTableTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-u-nu-arab", "hi-u-nu-deva", "fa-u-nu-arabext", "de", ""})
  void namesAFileOfTheLogInTheDigitsOfDelta(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    assertThat(ForecastTable.commitFile(1_234_567)).isEqualTo("00000000000001234567.json");
  }
}
