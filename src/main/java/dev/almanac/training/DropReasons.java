package dev.almanac.training;

import dev.almanac.core.Text;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts, told for people. */
final class DropReasons {
  private static final int TOLD = 10;

  private DropReasons() {}

  /** {@code 'no' 31,204 rows, 'yes' 12 rows}: the largest first, at most ten. */
  static String told(Map<String, Long> counts) {
    String told =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .limit(TOLD)
            .map(
                entry ->
                    "'%s' %s"
                        .formatted(
                            Text.printable(entry.getKey()), Text.count(entry.getValue(), "row")))
            .collect(Collectors.joining(", "));
    return counts.size() > TOLD ? told + " and " + (counts.size() - TOLD) + " more" : told;
  }
}
