package dev.almanac.compiled;

/** A nearly complete tree in heap order, see {@link Forest}. */
final class HeapTree implements Forest.Tree {
  private final TopLevels crown;
  private final int[] nodes;
  private final int depth;

  /**
   * Creates a tree from its splits.
   *
   * @param nodes the splits in heap order: the root is 1, the children of node i are 2i and 2i + 1
   * @param depth at least that of {@link TopLevels}
   */
  HeapTree(int[] nodes, int depth, ColumnPlanes planes) {
    this.crown = new TopLevels(nodes, planes);
    this.nodes = nodes;
    this.depth = depth;
  }

  @Override
  public void walk(Forest.Space space, int count) {
    int[] exits = space.exits;
    crown.walk(space.planes, exits);
    char[] cells = space.cells;
    int[] bases = space.bases;
    int[] leaves = space.leaves;
    int[] all = nodes;
    int inner = 1 << depth;
    for (int row = 0; row < count; row += Forest.AT_ONCE) {
      int base0 = bases[row];
      int base1 = bases[row + 1];
      int base2 = bases[row + 2];
      int base3 = bases[row + 3];
      int base4 = bases[row + 4];
      int base5 = bases[row + 5];
      int base6 = bases[row + 6];
      int base7 = bases[row + 7];
      int at0 = exits[row] + TopLevels.EXITS;
      int at1 = exits[row + 1] + TopLevels.EXITS;
      int at2 = exits[row + 2] + TopLevels.EXITS;
      int at3 = exits[row + 3] + TopLevels.EXITS;
      int at4 = exits[row + 4] + TopLevels.EXITS;
      int at5 = exits[row + 5] + TopLevels.EXITS;
      int at6 = exits[row + 6] + TopLevels.EXITS;
      int at7 = exits[row + 7] + TopLevels.EXITS;
      for (int level = TopLevels.LEVELS; level < depth; level++) {
        at0 = next(all[at0], cells, base0, at0);
        at1 = next(all[at1], cells, base1, at1);
        at2 = next(all[at2], cells, base2, at2);
        at3 = next(all[at3], cells, base3, at3);
        at4 = next(all[at4], cells, base4, at4);
        at5 = next(all[at5], cells, base5, at5);
        at6 = next(all[at6], cells, base6, at6);
        at7 = next(all[at7], cells, base7, at7);
      }
      leaves[row] = at0 - inner;
      leaves[row + 1] = at1 - inner;
      leaves[row + 2] = at2 - inner;
      leaves[row + 3] = at3 - inner;
      leaves[row + 4] = at4 - inner;
      leaves[row + 5] = at5 - inner;
      leaves[row + 6] = at6 - inner;
      leaves[row + 7] = at7 - inner;
    }
  }

  /** The left or right child, by the sign of limit minus cell, without a branch. */
  private static int next(int node, char[] cells, int base, int at) {
    return 2 * at - (((node & 0xffff) - cells[base + (node >>> 16)]) >> 31);
  }

  @Override
  public long bytes() {
    return 4L * nodes.length + 128;
  }
}
