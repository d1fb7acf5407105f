package dev.almanac.compiled;

import java.util.List;
import java.util.Optional;

/** Answers all questions about one category for all rows of a block, a bit a row. Immutable. */
sealed interface CategoryBitmasks permits LevelBitmasks, TransposedBitmasks {
  /** How many slices are filled. */
  int count();

  /** Which of them is that of a column. */
  int slice(int column);

  /**
   * Fills the slices.
   *
   * @param space whose ranks tell which text each row has
   * @param count of rows
   * @param first where the slices stand
   */
  void answer(Forest.Space space, int count, int first);

  /**
   * Fills the slices of all rows of several blocks.
   *
   * @param space whose ranks tell which text each row has
   * @param count of blocks
   */
  void answer(SimdForest.Space space, SimdKernel kernel, int count, int first);

  /**
   * Adds the rows of a block to those of each rank.
   *
   * @param byRank slices of several blocks
   */
  static void group(int[] ranks, int block, long[] byRank) {
    for (int row = 0; row < RowBatch.ROWS; row++) {
      byRank[ranks[row] * SimdForest.BLOCKS + block] |= 1L << row;
    }
  }

  /** What a thread needs for it. */
  Sizes sizes();

  long bytes();

  /**
   * What a thread needs.
   *
   * @param levels texts that are told apart
   * @param tables entries of tables
   * @param chunks numbers that the bits of a text take
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
   * The cheaper way for a category; empty if either takes too much memory.
   *
   * @param zeros for each text the columns that are 0
   */
  static Optional<CategoryBitmasks> of(List<char[]> zeros, int columns) {
    return zeros.size() <= LevelBitmasks.MOST_LEVELS
        ? Optional.of(new LevelBitmasks(zeros, columns))
        : TransposedBitmasks.of(zeros, columns);
  }
}
