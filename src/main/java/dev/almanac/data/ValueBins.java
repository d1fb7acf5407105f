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
 * Where the values of one column are counted: the bins of its profile, or its levels and one bin
 * for all others, and one for nulls at the end. Immutable.
 */
public final class ValueBins implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Cells of one width between the first edge and the last. */
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
    // Without a usable width all values are in the first cell.
    double perUnit = CELLS / width;
    this.cellsPerUnit = width > 0 && Double.isFinite(perUnit) ? perUnit : 0;
    this.firstBins = firstBins(edges, first, cellsPerUnit);
    this.levels = Map.copyOf(levels);
    this.isNumber = isNumber;
  }

  /** The bins of a profile. Of a text they count its words. */
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

  /** The spread of a column that has numbers. */
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

  /** How many bins there are, without that of nulls, whose number this is. */
  public int size() {
    return isNumber ? edges.length + 1 : levels.size() + 1;
  }

  /** The bin of a number. A number that is an edge is in the bin below it. NaN is in the last. */
  public int of(double value) {
    if (Double.isNaN(value)) {
      return edges.length;
    }
    // A jump to the right cell, then a few steps: a binary search is a guess at each step.
    double cell = (value - first) * cellsPerUnit;
    int bin = cell <= 0 ? 0 : firstBins[cell >= CELLS ? CELLS - 1 : (int) cell];
    while (bin < edges.length && value > edges[bin]) {
      bin++;
    }
    return bin;
  }

  /** By cell, a bin that no value of the cell is below. */
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

  /** The bin of a cell of a row: a DOUBLE, or a STRING where the values are no numbers. */
  public int of(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return size();
    }
    return isNumber ? of(row.getDouble(ordinal)) : of(row.getUTF8String(ordinal));
  }

  /** Counts of nothing, by column and bin, the nulls last. */
  public static long[][] zeros(List<ValueBins> columns) {
    return columns.stream().map(bins -> new long[bins.size() + 1]).toArray(long[][]::new);
  }

  /** Adds counts to others of the same columns. */
  public static void add(long[][] counts, long[][] to) {
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        to[i][j] += counts[i][j];
      }
    }
  }
}
