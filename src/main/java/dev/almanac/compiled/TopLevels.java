package dev.almanac.compiled;

/**
 * The uppermost levels of a tree. All of their splits are worked out for all rows of a block, which
 * is more than each row needs, but without look-ups that depend on one another: the compiler makes
 * vector instructions of it. Immutable.
 */
final class TopLevels {
  /** With more the splits that a row does not need cost more than look-ups. */
  static final int LEVELS = 3;

  /** How many places below it there are. */
  static final int EXITS = 1 << LEVELS;

  private final int[] planes = new int[EXITS];
  private final int[] limits = new int[EXITS];

  /**
   * @param splits in the order of a heap whose root stands at 1, see {@link Forest}
   * @param among where the cells of a column are found, for all rows
   */
  TopLevels(int[] splits, ColumnPlanes among) {
    for (int i = 1; i < EXITS; i++) {
      planes[i] = among.plane(splits[i] >>> 16);
      limits[i] = splits[i] & 0xffff;
    }
  }

  /**
   * Walks all rows of a block.
   *
   * @param exits the place below that each row comes to, from the left
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
    // The sign of limit minus cell chooses, all ones for the right.
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
