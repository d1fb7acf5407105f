package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A binary tree of splits during compilation. Nodes are numbered from 0; leaves have negative
 * numbers.
 */
final class TreeShape {
  /** A split that always goes left, regardless of the first column. */
  private static final int LEFT = 0xffff;

  /** Maximum depth of a heap, whose size is at most {@link #WASTE} times that of the tree. */
  private static final int DEEPEST_HEAP = 10;

  private static final int WASTE = 3;

  /** Maximum size of a heap that may have any share of unused places. */
  private static final int SMALL_HEAP = 64;

  private final List<InputColumns.Question> questions = new ArrayList<>();
  private final List<int[]> children = new ArrayList<>();
  private final List<Boolean> turned = new ArrayList<>();
  private int root;

  /**
   * Adds a node, whose children are set later.
   *
   * @param isNo whether "at most the limit" means that the test is false
   */
  int add(InputColumns.Question question, boolean isNo) {
    questions.add(question);
    turned.add(isNo);
    children.add(new int[2]);
    return questions.size() - 1;
  }

  void children(int node, int yes, int no) {
    children.get(node)[0] = turned.get(node) ? no : yes;
    children.get(node)[1] = turned.get(node) ? yes : no;
  }

  void root(int node) {
    root = node;
  }

  static int leaf(int number) {
    return ~number;
  }

  /**
   * Converts the tree to arrays. Leaves keep their numbers in a linked tree; in a heap each place
   * of the lowest level is a leaf, see {@link #leafNumbers}.
   *
   * @param planes receives the columns that {@link TopLevels} read
   */
  Forest.Tree tree(SplitColumns matrix, ColumnPlanes planes) {
    int depth = depth();
    if (!isHeap(depth)) {
      return linked(matrix, depth, planes);
    }
    return matrix.isSliced() && depth <= BitmaskTree.DEEPEST
        ? sliced(matrix, depth)
        : heap(matrix, depth, planes);
  }

  private BitmaskTree sliced(SplitColumns matrix, int depth) {
    return new BitmaskTree(slices(matrix, depth), depth);
  }

  /** The bitmask index of each split in heap order, see {@link BitmaskTree}. */
  int[] slices(SplitColumns matrix, int depth) {
    int[] nodes = new int[1 << depth];
    java.util.Arrays.fill(nodes, SplitColumns.NEVER);
    fillHeap(matrix::slice, root, 1, nodes);
    return nodes;
  }

  /** For each leaf number of the converted tree, the leaf of the shape. */
  int[] leafNumbers(int leaves) {
    int depth = depth();
    if (!isHeap(depth)) {
      int[] same = new int[leaves];
      java.util.Arrays.setAll(same, i -> i);
      return same;
    }
    return heapLeafNumbers(depth);
  }

  /** The same for a heap. */
  int[] heapLeafNumbers(int depth) {
    int[] numbers = new int[1 << depth];
    fillLeaves(root, 0, depth, numbers);
    return numbers;
  }

  private void fillLeaves(int node, int first, int levels, int[] numbers) {
    if (node < 0) {
      java.util.Arrays.fill(numbers, first, first + (1 << levels), ~node);
    } else {
      fillLeaves(children.get(node)[0], first, levels - 1, numbers);
      fillLeaves(children.get(node)[1], first + (1 << (levels - 1)), levels - 1, numbers);
    }
  }

  private boolean isHeap(int depth) {
    return depth <= DEEPEST_HEAP
        && (1L << depth) <= Math.max(SMALL_HEAP, (long) WASTE * questions.size());
  }

  private HeapTree heap(SplitColumns matrix, int depth, ColumnPlanes planes) {
    int[] nodes = new int[1 << depth];
    java.util.Arrays.fill(nodes, LEFT);
    fillHeap(matrix::pack, root, 1, nodes);
    return new HeapTree(nodes, depth, planes);
  }

  private void fillHeap(
      ToIntFunction<InputColumns.Question> number, int node, int at, int[] nodes) {
    if (node >= 0) {
      nodes[at] = number.applyAsInt(questions.get(node));
      fillHeap(number, children.get(node)[0], 2 * at, nodes);
      fillHeap(number, children.get(node)[1], 2 * at + 1, nodes);
    }
  }

  /** Lays the tree out level by level; siblings are adjacent. */
  private LinkedTree linked(SplitColumns matrix, int depth, ColumnPlanes planes) {
    List<Integer> order = new ArrayList<>(List.of(root));
    int inner = questions.size();
    long[] nodes = new long[2 * inner + 1];
    int[] leafNumbers = new int[nodes.length];
    for (int at = 0; at < order.size(); at++) {
      int node = order.get(at);
      if (node < 0) {
        nodes[at] = (long) at << 32 | LEFT;
        leafNumbers[at] = ~node;
      } else {
        nodes[at] =
            (long) order.size() << 32 | Integer.toUnsignedLong(matrix.pack(questions.get(node)));
        order.add(children.get(node)[0]);
        order.add(children.get(node)[1]);
      }
    }
    int[] splits = new int[TopLevels.EXITS];
    int[] entries = new int[TopLevels.EXITS];
    fillCrown(nodes, 0, 1, splits, entries);
    return new LinkedTree(new TopLevels(splits, planes), entries, nodes, leafNumbers, depth);
  }

  private static void fillCrown(long[] nodes, int at, int place, int[] splits, int[] entries) {
    if (place >= TopLevels.EXITS) {
      entries[place - TopLevels.EXITS] = at;
      return;
    }
    int left = (int) (nodes[at] >>> 32);
    splits[place] = (int) nodes[at];
    fillCrown(nodes, left, 2 * place, splits, entries);
    fillCrown(nodes, left == at ? at : left + 1, 2 * place + 1, splits, entries);
  }

  /** The number of levels, at least that of {@link TopLevels}. */
  int depth() {
    int[] depths = new int[questions.size()];
    int deepest = 0;
    // A child is added after its parent.
    for (int node = 0; node < depths.length; node++) {
      for (int child : children.get(node)) {
        if (child >= 0) {
          depths[child] = depths[node] + 1;
        }
      }
      deepest = Math.max(deepest, depths[node] + 1);
    }
    return Math.max(deepest, TopLevels.LEVELS);
  }

  int size() {
    return questions.size();
  }
}
