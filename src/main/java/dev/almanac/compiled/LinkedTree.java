package dev.almanac.compiled;

/** A tree whose nodes store their left child, see {@link Forest}. */
final class LinkedTree implements Forest.Tree {
  /** Number of levels between checks whether all rows are at a leaf. */
  private static final int STRIDE = 4;

  private final TopLevels crown;
  private final int[] entries;
  private final long[] nodes;
  private final int[] leafNumbers;
  private final int depth;

  /**
   * Creates a tree below its top levels.
   *
   * @param entries the nodes below the top levels, from the left; a leaf within them is repeated
   * @param nodes the left child in the high half, the split in the low half
   * @param leafNumbers the number of the leaf that a node is
   */
  LinkedTree(TopLevels crown, int[] entries, long[] nodes, int[] leafNumbers, int depth) {
    this.crown = crown;
    this.entries = entries;
    this.nodes = nodes;
    this.leafNumbers = leafNumbers;
    this.depth = depth;
  }

  @Override
  public void walk(Forest.Space space, int count) {
    int[] exits = space.exits;
    crown.walk(space.planes, exits);
    char[] cells = space.cells;
    int[] bases = space.bases;
    int[] leaves = space.leaves;
    int[] first = entries;
    long[] all = nodes;
    for (int row = 0; row < count; row += Forest.AT_ONCE) {
      int base0 = bases[row];
      int base1 = bases[row + 1];
      int base2 = bases[row + 2];
      int base3 = bases[row + 3];
      int base4 = bases[row + 4];
      int base5 = bases[row + 5];
      int base6 = bases[row + 6];
      int base7 = bases[row + 7];
      int at0 = first[exits[row]];
      int at1 = first[exits[row + 1]];
      int at2 = first[exits[row + 2]];
      int at3 = first[exits[row + 3]];
      int at4 = first[exits[row + 4]];
      int at5 = first[exits[row + 5]];
      int at6 = first[exits[row + 6]];
      int at7 = first[exits[row + 7]];
      for (int level = TopLevels.LEVELS; level < depth; level += STRIDE) {
        int moved = 0;
        for (int step = 0; step < STRIDE; step++) {
          moved = at0 + at1 + at2 + at3 + at4 + at5 + at6 + at7;
          at0 = next(all[at0], cells, base0);
          at1 = next(all[at1], cells, base1);
          at2 = next(all[at2], cells, base2);
          at3 = next(all[at3], cells, base3);
          at4 = next(all[at4], cells, base4);
          at5 = next(all[at5], cells, base5);
          at6 = next(all[at6], cells, base6);
          at7 = next(all[at7], cells, base7);
        }
        // Children follow their parents, so the sum is unchanged only if no row moved.
        if (moved == at0 + at1 + at2 + at3 + at4 + at5 + at6 + at7) {
          break;
        }
      }
      leaves[row] = leafNumbers[at0];
      leaves[row + 1] = leafNumbers[at1];
      leaves[row + 2] = leafNumbers[at2];
      leaves[row + 3] = leafNumbers[at3];
      leaves[row + 4] = leafNumbers[at4];
      leaves[row + 5] = leafNumbers[at5];
      leaves[row + 6] = leafNumbers[at6];
      leaves[row + 7] = leafNumbers[at7];
    }
  }

  private static int next(long node, char[] cells, int base) {
    int split = (int) node;
    return (int) (node >>> 32) + (((split & 0xffff) - cells[base + (split >>> 16)]) >>> 31);
  }

  @Override
  public long bytes() {
    return 12L * nodes.length + 192;
  }
}
