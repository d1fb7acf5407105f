package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripleQuotesTest {
  @Test
  void keepsValuesAndMakesLinesRight() {
    String text =
        """
        a = \"""
        one "quoted" \\n
        two\ttabbed
        \""" # comment \"""
        b = 1
        c { d = \"""x
        y\"""\"" }
        e = [ // \"""
          2 ]
        """;

    Config raw = ConfigFactory.parseString(text);
    Config flat = ConfigFactory.parseString(TripleQuotes.flatten(text));

    assertThat(flat).isEqualTo(raw);
    assertThat(flat.getString("a")).isEqualTo("\none \"quoted\" \\n\ntwo\ttabbed\n");
    assertThat(flat.getValue("a").origin().lineNumber()).isEqualTo(1);
    assertThat(flat.getValue("b").origin().lineNumber()).isEqualTo(5);
    assertThat(flat.getValue("c").origin().lineNumber()).isEqualTo(6);
    assertThat(flat.getValue("e").origin().lineNumber()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "\"\"",
        "\"\"\"",
        "a = \"\"\"x",
        "a = \"x\\",
        "a = \"x\\\"",
        "#",
        "a = \"x\ny\""
      })
  void leavesWhatIsNoHoconToTheParser(String text) {
    assertThat(TripleQuotes.flatten(text)).isEqualTo(text);
  }

  @Test
  void changesNoValueWhateverTheText() {
    Random random = new Random(20010601);
    String[] parts = {
      "\"\"\"", "\"", "\\\"", "\n", "x", " ", "#", "//", "a = ", "{", "}", "\\", "é"
    };
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(14); j >= 0; j--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      assertThat(parsed(TripleQuotes.flatten(text.toString())))
          .as(text.toString())
          .isEqualTo(parsed(text.toString()));
    }
  }

  private static String parsed(String text) {
    try {
      return ConfigFactory.parseString(text).root().unwrapped().toString();
    } catch (ConfigException e) {
      return "refused";
    }
  }
}
