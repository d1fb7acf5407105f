package dev.almanac.core;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the values of one column were distributed. */
public sealed interface FieldProfile {
  /** The column. */
  String name();

  /** All rows, those without a value too. */
  long rows();

  /** Rows without a value. */
  long nulls();

  /**
   * A number.
   *
   * @param spread where its values lie; empty if there is none
   */
  record Numeric(String name, long rows, long nulls, Optional<Spread> spread)
      implements FieldProfile {}

  /**
   * A text.
   *
   * @param words how many words its values have; empty if there is no value
   */
  record Text(String name, long rows, long nulls, Optional<Spread> words) implements FieldProfile {}

  /**
   * A category.
   *
   * @param levels the rows of each level, the most frequent ones if there are very many
   * @param otherLevels how many further levels there were
   * @param otherRows their rows
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
   * Where the values of a number lie.
   *
   * @param deviation the standard deviation of the sample; 0 of a single value
   * @param quantiles values by the share of values that are at most so large, each one a value that
   *     occurred, right to a ten-thousandth of the rows
   * @param bins about as many values in each, as far as equal values allow: what a later table is
   *     compared with
   * @param shape bins of one width between two quantiles, for a picture
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
   * Values counted by where they lie. Bin i holds the values above {@code edges[i - 1]} and up to
   * {@code edges[i]}; the first and the last are open, so that every number has a bin.
   *
   * @param edges rising
   * @param counts one more than edges
   */
  record Bins(List<Double> edges, List<Long> counts) {
    /** Copies the lists; refuses edges that do not rise or do not fit the counts. */
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
