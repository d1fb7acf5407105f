package dev.almanac.compiled;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * How the columns of a forest are worked out for some rows of a block, in either of two forms.
 * Cells stand row by row, for trees whose rows walk one by one. A slice is the answer of all rows
 * to one question, a bit a row: 1 where the cell is above the limit. Immutable.
 */
final class Matrix {
  /** The slice of a question that is always answered with 0. */
  static final int NEVER = 0;

  /** With more of them it is cheaper to answer only what rows ask on their way. */
  private static final int MOST_SLICES = 1 << 14;

  /** A number as its rank: how many of the limits are below it. */
  static final class Numbers {
    private final int register;
    private final int place;
    private final double[] limits;
    private final boolean missingAbove;

    Numbers(int register, int place, double[] limits, boolean missingAbove) {
      this.register = register;
      this.place = place;
      this.limits = limits;
      this.missingAbove = missingAbove;
    }

    private void fill(Lanes lanes, Forest.Space space, int count, int width) {
      double[] values = space.values;
      rank(lanes, space, count);
      for (int i = 0; i < count; i++) {
        boolean above = missingAbove && Double.isNaN(values[i]);
        space.cells[i * width + place] = (char) (above ? Columns.ABOVE : space.ranks[i]);
      }
    }

    private void slice(Lanes lanes, Forest.Space space, int count, int first) {
      double[] values = space.values;
      long[] byRank = space.byRank;
      rank(lanes, space, count);
      for (int i = 0; i < count; i++) {
        boolean above = missingAbove && Double.isNaN(values[i]);
        byRank[above ? limits.length : space.ranks[i]] |= 1L << i;
      }
      long above = 0;
      for (int rank = limits.length; rank > 0; rank--) {
        above |= byRank[rank];
        byRank[rank] = 0;
        space.slices[first + rank - 1] = above;
      }
      byRank[0] = 0;
    }

    /** No limit is below NaN, so a missing value has rank 0. */
    private void rank(Lanes lanes, Forest.Space space, int count) {
      double[] all = lanes.values[register];
      double[] values = space.values;
      int[] ranks = space.ranks;
      for (int i = 0; i < count; i++) {
        values[i] = all[space.rows[i]];
      }
      java.util.Arrays.fill(ranks, 0, count, 0);
      // All rows take the same steps of the search, so they overlap in the processor.
      for (int left = limits.length; left > 1; left -= left >>> 1) {
        int half = left >>> 1;
        for (int i = 0; i < count; i++) {
          int at = ranks[i] + half;
          ranks[i] = limits[at - 1] < values[i] ? at : ranks[i];
        }
      }
      for (int i = 0; i < count; i++) {
        ranks[i] += limits[ranks[i]] < values[i] ? 1 : 0;
      }
    }
  }

  /**
   * A category: what is copied for each of its texts. Where that takes too much memory, as for the
   * one-hot columns of thousands of levels, only which columns are 0.
   */
  static final class Sets {
    /** In cells of two bytes. */
    private static final long MOST_COPIED = 1 << 20;

    private final int register;
    private final int place;
    private final int columns;
    private final int[] byWord;
    private final boolean sparse;
    private final char[][] copies;

    /** As many numbers hold the bits of all texts, 8 MB. */
    private static final long MOST_BITS = 1 << 20;

    /** The same as bits, 64 columns in each number; empty where that takes too much memory. */
    private final Optional<long[][]> bits;

    private Sets(
        int register,
        int place,
        int columns,
        int[] byWord,
        boolean sparse,
        char[][] copies,
        Optional<long[][]> bits) {
      this.register = register;
      this.place = place;
      this.columns = columns;
      this.byWord = byWord;
      this.sparse = sparse;
      this.copies = copies;
      this.bits = bits;
    }

    /**
     * @param byWord for each text the place among the zeros; for a missing one the last
     * @param zeros the columns that are 0, counted from the first of this category
     */
    static Sets of(int register, int place, int columns, int[] byWord, List<char[]> zeros) {
      boolean sparse = (long) zeros.size() * columns > MOST_COPIED;
      char[][] copies = zeros.toArray(char[][]::new);
      int chunks = chunks(columns);
      Optional<long[][]> bits =
          (long) copies.length * chunks <= MOST_BITS
              ? Optional.of(bits(zeros, columns, chunks))
              : Optional.empty();
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
      return new Sets(register, place, columns, byWord, sparse, copies, bits);
    }

    /** Which of the copies is the one of each row. */
    private void find(Lanes lanes, Forest.Space space, int count) {
      double[] values = lanes.values[register];
      long missing = lanes.missing[register] | lanes.failed[register];
      int none = byWord.length - 1;
      for (int i = 0; i < count; i++) {
        int row = space.rows[i];
        space.ranks[i] = byWord[(missing >>> row & 1) == 0 ? (int) values[row] : none];
      }
    }

    private static long[][] bits(List<char[]> zeros, int columns, int chunks) {
      long[][] bits = new long[zeros.size()][];
      for (int i = 0; i < bits.length; i++) {
        BitSet ones = new BitSet(columns);
        ones.set(0, columns);
        for (char column : zeros.get(i)) {
          ones.clear(column);
        }
        bits[i] = java.util.Arrays.copyOf(ones.toLongArray(), chunks);
      }
      return bits;
    }

    private static int chunks(int columns) {
      return (columns + Block.ROWS - 1) / Block.ROWS;
    }

    /** How many numbers the bits of a text take. */
    private int chunks() {
      return chunks(columns);
    }

    /** The slice of a column, counted from the first: 64 columns of a row stand side by side. */
    private int slice(int column) {
      return column % Block.ROWS * chunks() + column / Block.ROWS;
    }

    private void slice(Lanes lanes, Forest.Space space, int count, int first) {
      find(lanes, space, count);
      long[][] square = space.square;
      long[][] all = bits.orElseThrow();
      int chunks = chunks();
      for (int i = 0; i < count; i++) {
        System.arraycopy(all[space.ranks[i]], 0, square[i], 0, chunks);
      }
      for (int i = count; i < square.length; i++) {
        java.util.Arrays.fill(square[i], 0, chunks, 0);
      }
      transpose(square, chunks);
      for (int i = 0; i < square.length; i++) {
        System.arraycopy(square[i], 0, space.slices, first + i * chunks, chunks);
      }
    }

    private void fill(Lanes lanes, Forest.Space space, int count, int width) {
      find(lanes, space, count);
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
      return bytes + bits.map(all -> all.length * (8L * chunks() + 16)).orElse(0L);
    }
  }

  /** Any other test: 0 where it is true, otherwise 1. */
  record Mask(Condition test, int place) {
    private void fill(Lanes lanes, Forest.Space space, int count, int width) {
      long truth = test.truth(lanes);
      for (int i = 0; i < count; i++) {
        space.cells[i * width + place] = (char) ((~truth >>> space.rows[i]) & 1);
      }
    }

    private long slice(Lanes lanes, Forest.Space space, int count) {
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

  /** The first slice of the column at each place. */
  private final int[] firstSlices;

  private final int sliceCount;

  Matrix(
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
      next += number.limits.length;
    }
    for (Sets set : sets) {
      for (int column = 0; column < set.columns; column++) {
        firstSlices[set.place + column] = next + set.slice(column);
      }
      next += Block.ROWS * set.chunks();
    }
    for (Mask mask : masks) {
      firstSlices[mask.place()] = next++;
    }
    this.sliceCount = next;
  }

  /** Whether {@link #slice(Columns.Question)} may be asked. */
  boolean isSliced() {
    return sliceCount <= MOST_SLICES && sets.stream().allMatch(set -> set.bits.isPresent());
  }

  /** How many slices there are. */
  int sliceCount() {
    return sliceCount;
  }

  /** How many limits a number has at most. */
  int mostLimits() {
    return numbers.stream().mapToInt(number -> number.limits.length).max().orElse(0);
  }

  /** How many numbers the bits of a text take at most. */
  int mostChunks() {
    return sets.stream().mapToInt(Sets::chunks).max().orElse(0);
  }

  /** The slice of a question, see {@link #pack}. */
  int slice(Columns.Question question) {
    int packed = pack(question);
    return firstSlices[packed >>> 16] + (packed & 0xffff);
  }

  /** Works out the slices of some rows. */
  void slice(Lanes lanes, Forest.Space space, int count) {
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

  /**
   * Makes rows of bits columns: bit i of number k becomes bit k of number i, for several squares of
   * 64 by 64 bits side by side. By H. S. Warren, Hacker's Delight, 2nd edition, section 7-3.
   *
   * @param rows 64 rows with a number for each square
   */
  static void transpose(long[][] rows, int squares) {
    long low = 0xffffffffL;
    for (int size = 32; size > 0; size >>>= 1) {
      for (int from = 0; from < rows.length; from += 2 * size) {
        for (int i = from; i < from + size; i++) {
          exchange(rows[i], rows[i + size], size, low, squares);
        }
      }
      low ^= low << (size >>> 1);
    }
  }

  /** The high bits of one row against the low ones of the other. */
  private static void exchange(long[] row, long[] other, int size, long low, int squares) {
    for (int i = 0; i < squares; i++) {
      long swapped = ((row[i] >>> size) ^ other[i]) & low;
      row[i] ^= swapped << size;
      other[i] ^= swapped;
    }
  }

  /** How many columns there are. */
  int width() {
    return width;
  }

  /** A question as column and limit in one number, see {@link Forest}. */
  int pack(Columns.Question question) {
    double[] sorted = limits[question.column()];
    int limit = sorted == null ? 0 : java.util.Arrays.binarySearch(sorted, question.limit());
    return places[question.column()] << 16 | limit;
  }

  /** Works out the cells of some rows. */
  void fill(Lanes lanes, Forest.Space space, int count) {
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
      bytes += 8L * number.limits.length;
    }
    for (Sets set : sets) {
      bytes += set.bytes();
    }
    return bytes;
  }
}
