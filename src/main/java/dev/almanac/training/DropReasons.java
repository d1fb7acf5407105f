package dev.almanac.training;

import dev.almanac.core.Text;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats counts of dropped rows. */
final class DropReasons {
  private static final int REPORTED = 10;

  private DropReasons() {}

  /** {@code 'no' 31,204 rows, 'yes' 12 rows}: in descending order, at most ten. */
  static String describe(Map<String, Long> counts) {
    String text =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
            .limit(REPORTED)
            .map(
                entry ->
                    "'%s' %s"
                        .formatted(
                            Text.printable(entry.getKey()), Text.count(entry.getValue(), "row")))
            .collect(Collectors.joining(", "));
    return counts.size() > REPORTED ? text + " and " + (counts.size() - REPORTED) + " more" : text;
  }
}
