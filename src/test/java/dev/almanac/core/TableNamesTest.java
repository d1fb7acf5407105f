package dev.almanac.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that are called after their job. */
class TableNamesTest {
  @ParameterizedTest
  @CsvSource({
    "weather, weather",
    "flight-delay, flight_delay",
    "a-b, a_b",
    "a_b, a--b",
    "a.b, a-_b",
    "runs, runs"
  })
  void followFromTheName(String name, String table) {
    assertThat(TableNames.derived(name)).isEqualTo(table);
  }

  @Test
  void areDifferentForDifferentNames() {
    Map<String, String> names = new HashMap<>();
    for (String name : names(7)) {
      assertThat(names.put(TableNames.derived(name), name)).as(name).isNull();
    }
    assertThat(names).hasSizeGreaterThan(16_000);
  }

  /** All texts of up to so many of the characters that are not kept, behind a letter. */
  private static List<String> names(int longest) {
    List<String> names = new ArrayList<>(List.of("a"));
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = names.size();
      for (String name : names.subList(from, to).toArray(String[]::new)) {
        for (String next : List.of("a", "-", "_", ".")) {
          names.add(name + next);
        }
      }
      from = to;
    }
    return names;
  }
}
