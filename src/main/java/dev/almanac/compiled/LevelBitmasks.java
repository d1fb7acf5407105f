package dev.almanac.compiled;

import java.util.List;

/**
 * One row bitmask per category level; a set split is the OR of its levels' masks. The unions of
 * small groups of levels are computed once per batch, so that a split combines one union per group
 * (method of four Russians). Immutable.
 */
final class LevelBitmasks implements CategoryBitmasks {
  /** With more levels a split needs too many unions. */
  static final int MOST_LEVELS = 48;

  private static final int FEWEST_AT_ONCE = 3;
  private static final int MOST_AT_ONCE = 11;

  /** Cost of combining a pair of unions, in units of computing one union. */
  private static final int PAIR_COST = 3;

  private final int levels;
  private final int columns;

  /** Number of levels per group; a table holds all unions of a group. */
  private final int atOnce;

  /** For each table and column, the index of the union; an even number of tables. */
  private final char[][] required;

  /** The same, grouped by column, without the table that makes their number even. */
  private final char[] requestedByColumn;

  /**
   * Computes the unions that the columns need.
   *
   * @param zeros for each level, the columns that are 0, which exclude the level's rows
   */
  LevelBitmasks(List<char[]> zeros, int columns) {
    this.levels = zeros.size();
    this.columns = columns;
    this.atOnce = cheapest(levels, columns);
    int tables = tables(levels, atOnce);
    this.required = new char[(tables + 1) / 2 * 2][columns];
    for (int level = 0; level < levels; level++) {
      char[] union = required[level / atOnce];
      int bit = 1 << level % atOnce;
      boolean[] isZero = new boolean[columns];
      for (char column : zeros.get(level)) {
        isZero[column] = true;
      }
      for (int column = 0; column < columns; column++) {
        union[column] |= (char) (isZero[column] ? 0 : bit);
      }
    }
    for (int table = 0; table < tables; table++) {
      for (int column = 0; column < columns; column++) {
        required[table][column] += (char) (table << atOnce);
      }
    }
    this.requestedByColumn = new char[tables * columns];
    for (int i = 0; i < requestedByColumn.length; i++) {
      requestedByColumn[i] = required[i % tables][i / tables];
    }
  }

  private static int tables(int levels, int atOnce) {
    return (levels + atOnce - 1) / atOnce;
  }

  private static int cheapest(int levels, int columns) {
    int best = FEWEST_AT_ONCE;
    long least = Long.MAX_VALUE;
    for (int size = FEWEST_AT_ONCE; size <= MOST_AT_ONCE; size++) {
      long tables = tables(levels, size);
      long cost = (tables << size) + (tables + 1) / 2 * PAIR_COST * columns;
      if (cost < least) {
        least = cost;
        best = size;
      }
    }
    return best;
  }

  @Override
  public int count() {
    return columns;
  }

  @Override
  public int slice(int column) {
    return column;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(levels, tables(levels, atOnce) << atOnce, 0);
  }

  @Override
  public void answer(Forest.Space space, int count, int first) {
    long[] unions = space.unions;
    fill(space, count);
    long[] slices = space.slices;
    for (int pair = 0; pair < required.length; pair += 2) {
      char[] some = required[pair];
      char[] others = required[pair + 1];
      if (pair == 0) {
        for (int column = 0; column < some.length; column++) {
          slices[first + column] = unions[some[column]] | unions[others[column]];
        }
      } else {
        for (int column = 0; column < some.length; column++) {
          slices[first + column] |= unions[some[column]] | unions[others[column]];
        }
      }
    }
  }

  @Override
  public void answer(SimdForest.Space space, SimdKernel kernel, int count, int first) {
    long[] rows = space.byRank;
    for (int block = 0; block < count; block++) {
      CategoryBitmasks.group(space.ranks[block], block, rows);
    }
    long[] unions = space.unions;
    int tables = tables(levels, atOnce);
    for (int table = 0; table < tables; table++) {
      int from = table << atOnce;
      java.util.Arrays.fill(unions, from * SimdForest.BLOCKS, (from + 1) * SimdForest.BLOCKS, 0);
      for (int bit = 0; bit < atOnce; bit++) {
        int level = table * atOnce + bit;
        kernel.unite(rows, level < levels ? level : -1, unions, from, 1 << bit);
      }
    }
    kernel.join(unions, requestedByColumn, tables, space.slices, first);
    java.util.Arrays.fill(rows, 0, levels * SimdForest.BLOCKS, 0);
  }

  /** Fills the tables. The first union of each is the empty one. */
  private void fill(Forest.Space space, int count) {
    long[] rows = space.byRank;
    int[] ranks = space.ranks;
    for (int i = 0; i < count; i++) {
      rows[ranks[i]] |= 1L << i;
    }
    long[] unions = space.unions;
    int tables = tables(levels, atOnce);
    for (int table = 0; table < tables; table++) {
      int from = table << atOnce;
      unions[from] = 0;
      for (int bit = 0; bit < atOnce; bit++) {
        int level = table * atOnce + bit;
        long has = level < levels ? rows[level] : 0;
        int size = 1 << bit;
        for (int i = from; i < from + size; i++) {
          unions[i + size] = unions[i] | has;
        }
      }
    }
    java.util.Arrays.fill(rows, 0, levels, 0);
  }

  @Override
  public long bytes() {
    return (required.length + 1) * (2L * columns + 16) + 2L * requestedByColumn.length;
  }
}
