package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
  void keepsHostileTextOnOneLine() {
    assertThat(Text.printable("a\r\nb\u001b[31m")).isEqualTo("a\\u000d\\u000ab\\u001b[31m");
    assertThat(Text.printable("x".repeat(500))).hasSize(121);
  }
}
