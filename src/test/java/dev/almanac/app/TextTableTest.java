package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.core.RunId;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.testing.HostileNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
  @Test
  void makesColumnsAsWideAsTheyNeedToBe() {
    assertThat(new TextTable("A", "B").row("long", "x").row("s", "").toString().lines())
        .containsExactly("A     B", "long  x", "s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fine\n#9  2026-05-01  root  version 9 registered",
        "fine\r\n#9",
        "fine\rchampion",
        "\u001b[2J\u001b[1;1Hchampion",
        "\u009b2J",
        "\u202Enoipmahc",
        "a\u2028b",
        "${jndi:ldap://127.0.0.1/x}"
      })
  void keepsAnEventOnOneLine(String hostile) {
    LedgerEvent.Stamp stamp = new LedgerEvent.Stamp(1, Instant.EPOCH, hostile, new RunId("r"));
    LedgerEvent event = new LedgerEvent.Refused(stamp, List.of(hostile), Optional.empty());
    String text =
        new TextTable("#", "WHO", "WHAT")
            .row("1", stamp.by(), SummaryFormatter.event(event))
            .toString();
    assertThat(text.lines()).hasSize(2);
    HostileNames.assertSafeLines(text);
  }

  @Test
  void showsTheFirstLineOfAMessage() {
    assertThat(
            new TextTable("WHAT").row("no rows for 2026-05-04.\nNothing was published.").toString())
        .contains("no rows for 2026-05-04.")
        .doesNotContain("Nothing");
  }

  @Test
  void boundsACell() {
    String text = new TextTable("A", "B").row("x".repeat(10 << 20), "y").toString();
    assertThat(text.length()).isLessThan(3_000);
  }
}
