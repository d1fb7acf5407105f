package dev.almanac.compiled;

/**
 * The top levels of a tree. All of their splits are evaluated for all rows of a batch. This is more
 * than each row needs, but has no dependent lookups, and the JIT compiler vectorizes it. Immutable.
 */
final class TopLevels {
  /** Number of levels; with more, the splits that a row does not need cost more than lookups. */
  static final int LEVELS = 3;

  /** The number of subtrees below the top levels. */
  static final int EXITS = 1 << LEVELS;

  private final int[] planes = new int[EXITS];
  private final int[] limits = new int[EXITS];

  /**
   * Creates the top levels of a tree.
   *
   * @param splits in heap order, with the root at 1, see {@link Forest}
   * @param among numbers the columns that the splits read
   */
  TopLevels(int[] splits, ColumnPlanes among) {
    for (int i = 1; i < EXITS; i++) {
      planes[i] = among.plane(splits[i] >>> 16);
      limits[i] = splits[i] & 0xffff;
    }
  }

  /**
   * Evaluates all rows of a batch.
   *
   * @param cells the cells of each numbered column, for all rows
   * @param exits receives the index of the subtree that each row reaches, from the left
   */
  void walk(int[][] cells, int[] exits) {
    int[] cells1 = cells[planes[1]];
    int[] cells2 = cells[planes[2]];
    int[] cells3 = cells[planes[3]];
    int[] cells4 = cells[planes[4]];
    int[] cells5 = cells[planes[5]];
    int[] cells6 = cells[planes[6]];
    int[] cells7 = cells[planes[7]];
    int limit1 = limits[1];
    int limit2 = limits[2];
    int limit3 = limits[3];
    int limit4 = limits[4];
    int limit5 = limits[5];
    int limit6 = limits[6];
    int limit7 = limits[7];
    // The sign of limit minus cell selects the child; all ones means right.
    for (int row = 0; row < exits.length; row++) {
      int leftmost = -((limit4 - cells4[row]) >> 31);
      int inLeft = 2 - ((limit5 - cells5[row]) >> 31);
      int inRight = 4 - ((limit6 - cells6[row]) >> 31);
      int rightmost = 6 - ((limit7 - cells7[row]) >> 31);
      int left = leftmost ^ ((leftmost ^ inLeft) & ((limit2 - cells2[row]) >> 31));
      int right = inRight ^ ((inRight ^ rightmost) & ((limit3 - cells3[row]) >> 31));
      exits[row] = left ^ ((left ^ right) & ((limit1 - cells1[row]) >> 31));
    }
  }
}
