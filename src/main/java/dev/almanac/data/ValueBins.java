package dev.almanac.data;

import dev.almanac.core.FieldProfile;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Bins for counting the values of one column: those of its profile's histogram, or one for each
 * level and one for all other levels, followed by one for nulls. Immutable.
 */
public final class ValueBins implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of equal-width cells between the first and the last edge, for the search of a bin. */
  private static final int CELLS = 128;

  private final double[] edges;
  private final double first;
  private final double cellsPerUnit;
  private final int[] firstBins;
  private final Map<UTF8String, Integer> levels;
  private final boolean isNumber;

  private ValueBins(double[] edges, Map<UTF8String, Integer> levels, boolean isNumber) {
    this.edges = edges;
    this.first = edges.length == 0 ? 0 : edges[0];
    double width = edges.length == 0 ? 0 : edges[edges.length - 1] - first;
    // If the width is 0 or not finite, all values are in the first cell.
    double perUnit = CELLS / width;
    this.cellsPerUnit = width > 0 && Double.isFinite(perUnit) ? perUnit : 0;
    this.firstBins = firstBins(edges, first, cellsPerUnit);
    this.levels = Map.copyOf(levels);
    this.isNumber = isNumber;
  }

  /** The bins of a profile; for a text, those of its number of words. */
  public static ValueBins of(FieldProfile profile) {
    Map<UTF8String, Integer> levels = new HashMap<>();
    if (profile instanceof FieldProfile.Categorical categorical) {
      for (String level : categorical.levels().keySet()) {
        levels.put(UTF8String.fromString(level), levels.size());
      }
      return new ValueBins(new double[0], levels, false);
    }
    double[] edges =
        spread(profile)
            .map(
                spread -> spread.bins().edges().stream().mapToDouble(Double::doubleValue).toArray())
            .orElseGet(() -> new double[0]);
    return new ValueBins(edges, levels, true);
  }

  /** The spread of a profile; empty for a category. */
  public static Optional<FieldProfile.Spread> spread(FieldProfile profile) {
    if (profile instanceof FieldProfile.Numeric numeric) {
      return numeric.spread();
    }
    return profile instanceof FieldProfile.Text text ? text.words() : Optional.empty();
  }

  /** Whether the values are numbers. */
  public boolean isNumber() {
    return isNumber;
  }

  /** The number of bins without that of nulls, which is also the index of the nulls' bin. */
  public int size() {
    return isNumber ? edges.length + 1 : levels.size() + 1;
  }

  /**
   * The bin of a number. A number equal to an edge is in the bin below it; NaN is in the last bin.
   */
  public int of(double value) {
    if (Double.isNaN(value)) {
      return edges.length;
    }
    // A table lookup and a few steps; a binary search has an unpredictable branch at each step.
    double cell = (value - first) * cellsPerUnit;
    int bin = cell <= 0 ? 0 : firstBins[cell >= CELLS ? CELLS - 1 : (int) cell];
    while (bin < edges.length && value > edges[bin]) {
      bin++;
    }
    return bin;
  }

  /** For each cell, the first bin that its values can be in. */
  private static int[] firstBins(double[] edges, double first, double cellsPerUnit) {
    int[] bins = new int[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      int bin = 0;
      while (bin < edges.length && (edges[bin] - first) * cellsPerUnit < cell) {
        bin++;
      }
      bins[cell] = bin;
    }
    return bins;
  }

  /** The bin of a level. */
  public int of(UTF8String level) {
    return levels.getOrDefault(level, levels.size());
  }

  /** The bin of a row's value: a DOUBLE, or a STRING if the bins are not numeric. */
  public int of(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return size();
    }
    return isNumber ? of(row.getDouble(ordinal)) : of(row.getUTF8String(ordinal));
  }

  /** Counts of zero, by column and bin, the nulls last. */
  public static long[][] zeros(List<ValueBins> columns) {
    return columns.stream().map(bins -> new long[bins.size() + 1]).toArray(long[][]::new);
  }

  /** Adds counts to other counts of the same columns. */
  public static void add(long[][] counts, long[][] to) {
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        to[i][j] += counts[i][j];
      }
    }
  }
}
