package dev.almanac.compiled;

import java.util.List;
import java.util.Optional;

/**
 * Computes the split columns of a forest for some rows of a batch, in one of two forms. Cells are
 * stored row by row, for trees that are traversed row by row. Bitmasks hold the results of one
 * split for all rows, one bit per row: 1 where the cell is above the limit. Immutable.
 */
final class SplitColumns {
  /** The bitmask of a split whose result is always 0. */
  static final int NEVER = 0;

  /**
   * Maximum number of bitmasks; with more it is cheaper to evaluate only the splits on a row's
   * path.
   */
  private static final int MOST_SLICES = 1 << 14;

  /** The same for several batches, which share the work; 8 MB per thread. */
  private static final int MOST_WIDE_SLICES = 1 << 17;

  /** A number as its rank: the number of limits below it. */
  static final class Numbers {
    private final int register;
    private final int place;
    private final ThresholdIndex limits;
    private final boolean missingAbove;

    Numbers(int register, int place, double[] limits, boolean missingAbove) {
      this.register = register;
      this.place = place;
      this.limits = new ThresholdIndex(limits);
      this.missingAbove = missingAbove;
    }

    private void fill(VectorRegisters lanes, Forest.Space space, int count, int width) {
      double[] values = space.values;
      rank(lanes, space, count);
      for (int i = 0; i < count; i++) {
        boolean above = missingAbove && Double.isNaN(values[i]);
        space.cells[i * width + place] = (char) (above ? InputColumns.ABOVE : space.ranks[i]);
      }
    }

    private void slice(VectorRegisters lanes, Forest.Space space, int count, int first) {
      double[] values = space.values;
      long[] byRank = space.byRank;
      rank(lanes, space, count);
      for (int i = 0; i < count; i++) {
        boolean above = missingAbove && Double.isNaN(values[i]);
        byRank[above ? limits.size() : space.ranks[i]] |= 1L << i;
      }
      long above = 0;
      for (int rank = limits.size(); rank > 0; rank--) {
        above |= byRank[rank];
        byRank[rank] = 0;
        space.slices[first + rank - 1] = above;
      }
      byRank[0] = 0;
    }

    private void slice(
        VectorRegisters[] blocks, int count, SimdForest.Space space, SimdKernel kernel, int first) {
      for (int block = 0; block < count; block++) {
        double[] values = blocks[block].values[register];
        int[] ranks = space.ranks[block];
        limits.find(values, ranks, RowBatch.ROWS);
        if (missingAbove) {
          for (int row = 0; row < RowBatch.ROWS; row++) {
            ranks[row] = Double.isNaN(values[row]) ? limits.size() : ranks[row];
          }
        }
        CategoryBitmasks.group(ranks, block, space.byRank);
      }
      kernel.above(space.byRank, limits.size(), space.slices, first);
    }

    private void rank(VectorRegisters lanes, Forest.Space space, int count) {
      double[] all = lanes.values[register];
      double[] values = space.values;
      for (int i = 0; i < count; i++) {
        values[i] = all[space.rows[i]];
      }
      limits.find(values, space.ranks, count);
    }
  }

  /**
   * A category: the cells that are copied for each of its texts. Where these need too much memory,
   * as for one-hot columns of thousands of levels, only the indexes of the columns that are 0 are
   * stored.
   */
  static final class Sets {
    /** Maximum number of copied cells, of two bytes each. */
    private static final long MOST_COPIED = 1 << 20;

    private final int register;
    private final int place;
    private final int columns;
    private final int[] byWord;
    private final boolean sparse;
    private final char[][] copies;

    /** Empty where the bitmasks need too much memory. */
    private final Optional<CategoryBitmasks> slices;

    private Sets(
        int register,
        int place,
        int columns,
        int[] byWord,
        boolean sparse,
        char[][] copies,
        Optional<CategoryBitmasks> slices) {
      this.register = register;
      this.place = place;
      this.columns = columns;
      this.byWord = byWord;
      this.sparse = sparse;
      this.copies = copies;
      this.slices = slices;
    }

    /**
     * Creates the columns of a category.
     *
     * @param byWord for each text, the index into {@code zeros}; the last entry is for a missing
     *     text
     * @param zeros the columns that are 0, numbered from the first of this category
     */
    static Sets of(int register, int place, int columns, int[] byWord, List<char[]> zeros) {
      boolean sparse = (long) zeros.size() * columns > MOST_COPIED;
      char[][] copies = zeros.toArray(char[][]::new);
      Optional<CategoryBitmasks> slices = CategoryBitmasks.of(zeros, columns);
      if (!sparse) {
        for (int i = 0; i < copies.length; i++) {
          char[] copy = new char[columns];
          java.util.Arrays.fill(copy, (char) 1);
          for (char column : copies[i]) {
            copy[column] = 0;
          }
          copies[i] = copy;
        }
      }
      return new Sets(register, place, columns, byWord, sparse, copies, slices);
    }

    /** Finds the index of each row's copy. */
    private void find(VectorRegisters lanes, int[] rows, int[] ranks, int count) {
      double[] values = lanes.values[register];
      long missing = lanes.missing[register] | lanes.failed[register];
      int none = byWord.length - 1;
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        ranks[i] = byWord[(missing >>> row & 1) == 0 ? (int) values[row] : none];
      }
    }

    private void slice(
        VectorRegisters[] blocks, int count, SimdForest.Space space, SimdKernel kernel, int first) {
      for (int block = 0; block < count; block++) {
        find(blocks[block], space.rows, space.ranks[block], RowBatch.ROWS);
      }
      slices.orElseThrow().answer(space, kernel, count, first);
    }

    private void slice(VectorRegisters lanes, Forest.Space space, int count, int first) {
      find(lanes, space.rows, space.ranks, count);
      slices.orElseThrow().answer(space, count, first);
    }

    private void fill(VectorRegisters lanes, Forest.Space space, int count, int width) {
      find(lanes, space.rows, space.ranks, count);
      char[] cells = space.cells;
      for (int i = 0; i < count; i++) {
        char[] copy = copies[space.ranks[i]];
        int from = i * width + place;
        if (sparse) {
          java.util.Arrays.fill(cells, from, from + columns, (char) 1);
          for (char column : copy) {
            cells[from + column] = 0;
          }
        } else {
          System.arraycopy(copy, 0, cells, from, copy.length);
        }
      }
    }

    private long bytes() {
      long bytes = 4L * byWord.length;
      for (char[] copy : copies) {
        bytes += 2L * copy.length + 16;
      }
      return bytes + slices.map(CategoryBitmasks::bytes).orElse(0L);
    }
  }

  /** Any other test: 0 where it is true, otherwise 1. */
  record Mask(Condition test, int place) {
    private void fill(VectorRegisters lanes, Forest.Space space, int count, int width) {
      long truth = test.truth(lanes);
      for (int i = 0; i < count; i++) {
        space.cells[i * width + place] = (char) ((~truth >>> space.rows[i]) & 1);
      }
    }

    private long slice(VectorRegisters lanes, Forest.Space space, int count) {
      long truth = test.truth(lanes);
      long slice = 0;
      for (int i = 0; i < count; i++) {
        slice |= ((~truth >>> space.rows[i]) & 1) << i;
      }
      return slice;
    }
  }

  private final int width;
  private final int[] places;
  private final double[][] limits;
  private final List<Numbers> numbers;
  private final List<Sets> sets;
  private final List<Mask> masks;

  /** The first bitmask of the column at each index. */
  private final int[] firstSlices;

  private final int sliceCount;

  SplitColumns(
      int width,
      int[] places,
      double[][] limits,
      List<Numbers> numbers,
      List<Sets> sets,
      List<Mask> masks) {
    this.width = width;
    this.places = places;
    this.limits = limits;
    this.numbers = List.copyOf(numbers);
    this.sets = List.copyOf(sets);
    this.masks = List.copyOf(masks);
    this.firstSlices = new int[width];
    int next = NEVER + 1;
    for (Numbers number : numbers) {
      firstSlices[number.place] = next;
      next += number.limits.size();
    }
    for (Sets set : sets) {
      if (set.slices.isPresent()) {
        CategoryBitmasks slices = set.slices.get();
        for (int column = 0; column < set.columns; column++) {
          firstSlices[set.place + column] = next + slices.slice(column);
        }
        next += slices.count();
      }
    }
    for (Mask mask : masks) {
      firstSlices[mask.place()] = next++;
    }
    this.sliceCount = next;
  }

  /** Whether {@link #slice(InputColumns.Question)} is supported. */
  boolean isSliced() {
    return sliceCount <= MOST_SLICES && hasSlices();
  }

  /** Whether {@link #slice(VectorRegisters[], int, SimdForest.Space, SimdKernel)} is supported. */
  boolean isWide() {
    return sliceCount <= MOST_WIDE_SLICES && hasSlices();
  }

  private boolean hasSlices() {
    return sets.stream().allMatch(set -> set.slices.isPresent());
  }

  /** The number of bitmasks. */
  int sliceCount() {
    return sliceCount;
  }

  /** The largest number of limits of a numeric column. */
  int mostLimits() {
    return numbers.stream().mapToInt(number -> number.limits.size()).max().orElse(0);
  }

  /** The sizes of the buffers for splits on categories. */
  CategoryBitmasks.Sizes setSizes() {
    return sets.stream()
        .flatMap(set -> set.slices.stream())
        .map(CategoryBitmasks::sizes)
        .reduce(CategoryBitmasks.Sizes.NONE, CategoryBitmasks.Sizes::max);
  }

  /** The index of the bitmask of a test, see {@link #pack}. */
  int slice(InputColumns.Question question) {
    int packed = pack(question);
    return firstSlices[packed >>> 16] + (packed & 0xffff);
  }

  /** Computes the bitmasks of some rows. */
  void slice(VectorRegisters lanes, Forest.Space space, int count) {
    for (Numbers number : numbers) {
      number.slice(lanes, space, count, firstSlices[number.place]);
    }
    for (Sets set : sets) {
      set.slice(lanes, space, count, firstSlices[set.place]);
    }
    for (Mask mask : masks) {
      space.slices[firstSlices[mask.place()]] = mask.slice(lanes, space, count);
    }
  }

  /** Computes the bitmasks of all rows of several batches. */
  void slice(VectorRegisters[] blocks, int count, SimdForest.Space space, SimdKernel kernel) {
    for (Numbers number : numbers) {
      number.slice(blocks, count, space, kernel, firstSlices[number.place]);
    }
    for (Sets set : sets) {
      set.slice(blocks, count, space, kernel, firstSlices[set.place]);
    }
    for (Mask mask : masks) {
      int at = firstSlices[mask.place()] * SimdForest.BLOCKS;
      for (int block = 0; block < count; block++) {
        space.slices[at + block] = ~mask.test().truth(blocks[block]);
      }
    }
  }

  /** The number of columns. */
  int width() {
    return width;
  }

  /** A test as column and limit in one number, see {@link Forest}. */
  int pack(InputColumns.Question question) {
    double[] sorted = limits[question.column()];
    int limit = sorted == null ? 0 : java.util.Arrays.binarySearch(sorted, question.limit());
    return places[question.column()] << 16 | limit;
  }

  /** Computes the cells of some rows. */
  void fill(VectorRegisters lanes, Forest.Space space, int count) {
    for (Numbers number : numbers) {
      number.fill(lanes, space, count, width);
    }
    for (Sets set : sets) {
      set.fill(lanes, space, count, width);
    }
    for (Mask mask : masks) {
      mask.fill(lanes, space, count, width);
    }
  }

  long bytes() {
    long bytes = 4L * places.length;
    for (Numbers number : numbers) {
      bytes += number.limits.bytes();
    }
    for (Sets set : sets) {
      bytes += set.bytes();
    }
    return bytes;
  }
}
