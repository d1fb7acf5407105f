package dev.almanac.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The times of one contestant.
 *
 * @param name how the table calls it
 * @param rows how many rows it was given each time
 * @param seconds of each measured run, in order
 */
record Measurement(String name, long rows, List<Double> seconds) {
  Measurement {
    seconds = List.copyOf(seconds);
  }

  /** The same with one more run. */
  Measurement with(double more) {
    List<Double> longer = new ArrayList<>(seconds);
    longer.add(more);
    return new Measurement(name, rows, longer);
  }

  double best() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** The best time beyond a floor of as many rows, in seconds a million rows. */
  double overheadPerMillion(Measurement floor) {
    if (floor.rows() != rows) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the floor of %d rows is not of %d", floor.rows(), rows));
    }
    return (best() - floor.best()) / rows * 1e6;
  }

  /** All runs, for people: {@code 2.31 2.29 2.40}. */
  String runs() {
    return seconds.stream()
        .map(second -> String.format(Locale.ROOT, "%.2f", second))
        .collect(Collectors.joining(" "));
  }
}
