package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Distribution of the values of one column. */
public sealed interface FieldProfile {
  /** The column. */
  String name();

  /** All rows, including those without a value. */
  long rows();

  /** Rows without a value. */
  long nulls();

  /**
   * Distribution of a numeric column.
   *
   * @param spread distribution of the values; empty if there is no value
   */
  record Numeric(String name, long rows, long nulls, Optional<Spread> spread)
      implements FieldProfile {}

  /**
   * Distribution of a text column.
   *
   * @param words distribution of the number of words per value; empty if there is no value
   */
  record Text(String name, long rows, long nulls, Optional<Spread> words) implements FieldProfile {}

  /**
   * Distribution of a categorical column.
   *
   * @param levels rows by level; only the most frequent levels if there are many
   * @param otherLevels number of levels that are not in {@code levels}
   * @param otherRows rows of those levels
   */
  record Categorical(
      String name,
      long rows,
      long nulls,
      Map<String, Long> levels,
      long otherLevels,
      long otherRows)
      implements FieldProfile {
    /** Copies the levels, sorted. */
    public Categorical {
      levels = Collections.unmodifiableMap(new TreeMap<>(levels));
    }
  }

  /**
   * Moments, quantiles and histograms of a numeric column.
   *
   * @param deviation sample standard deviation; 0 for a single value
   * @param quantiles quantiles by probability; each is a value that occurs, with a rank error of at
   *     most a ten-thousandth of the rows
   * @param bins equal-frequency bins, as far as ties allow; the reference for drift
   * @param shape equal-width bins between two quantiles, for a chart
   */
  record Spread(
      double min,
      double max,
      double mean,
      double deviation,
      Map<Double, Double> quantiles,
      Bins bins,
      Bins shape) {
    /** Copies the quantiles, sorted. */
    public Spread {
      quantiles = Collections.unmodifiableMap(new TreeMap<>(quantiles));
    }
  }

  /**
   * A histogram. Bin i holds the values above {@code edges[i - 1]} and up to {@code edges[i]}; the
   * first and the last bin are unbounded, so every number has a bin.
   *
   * @param edges strictly ascending
   * @param counts one more than edges
   */
  record Bins(List<Double> edges, List<Long> counts) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if edges do not ascend or their number does not match the
     *     counts
     */
    public Bins {
      edges = List.copyOf(edges);
      counts = List.copyOf(counts);
      if (counts.size() != edges.size() + 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d edges part %d bins, not %d",
                edges.size(),
                edges.size() + 1,
                counts.size()));
      }
      for (int i = 0; i < edges.size(); i++) {
        if (!(i == 0 || edges.get(i - 1) < edges.get(i))) {
          throw new IllegalArgumentException("the edges " + edges + " do not rise");
        }
      }
    }
  }
}
