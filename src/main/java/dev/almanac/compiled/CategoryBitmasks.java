package dev.almanac.compiled;

import java.util.List;
import java.util.Optional;

/** Evaluates all splits of one category for all rows of a batch, one bit per row. Immutable. */
sealed interface CategoryBitmasks permits LevelBitmasks, TransposedBitmasks {
  /** The number of bitmasks. */
  int count();

  /** The index of the bitmask of a column. */
  int slice(int column);

  /**
   * Computes the bitmasks of one batch.
   *
   * @param space its ranks identify the text of each row
   * @param count the number of rows
   * @param first the index of the first bitmask
   */
  void answer(Forest.Space space, int count, int first);

  /**
   * Computes the bitmasks of several full batches.
   *
   * @param space its ranks identify the text of each row
   * @param count the number of batches
   */
  void answer(SimdForest.Space space, SimdKernel kernel, int count, int first);

  /**
   * Adds the rows of a batch to the row bitmask of each rank.
   *
   * @param byRank row bitmasks of several batches
   */
  static void group(int[] ranks, int block, long[] byRank) {
    for (int row = 0; row < RowBatch.ROWS; row++) {
      byRank[ranks[row] * SimdForest.BLOCKS + block] |= 1L << row;
    }
  }

  /** The sizes of the buffers that a thread needs. */
  Sizes sizes();

  long bytes();

  /**
   * Sizes of the buffers of a thread.
   *
   * @param levels the number of distinct texts
   * @param tables the number of table entries
   * @param chunks the number of longs that hold the bits of a text
   */
  record Sizes(int levels, int tables, int chunks) {
    static final Sizes NONE = new Sizes(0, 0, 0);

    Sizes max(Sizes other) {
      return new Sizes(
          Math.max(levels, other.levels),
          Math.max(tables, other.tables),
          Math.max(chunks, other.chunks));
    }
  }

  /**
   * Selects the layout of a category by the number of its texts; empty if it needs too much memory.
   *
   * @param zeros for each text, the columns that are 0
   */
  static Optional<CategoryBitmasks> of(List<char[]> zeros, int columns) {
    return zeros.size() <= LevelBitmasks.MOST_LEVELS
        ? Optional.of(new LevelBitmasks(zeros, columns))
        : TransposedBitmasks.of(zeros, columns);
  }
}
