package dev.almanac.compiled;

import java.util.List;

/**
 * How the columns of a forest are worked out for some rows of a block. Row by row, as trees ask for
 * different columns of one row one after the other. Immutable.
 */
final class Matrix {
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

    private void fill(Lanes lanes, int[] rows, int count, char[] cells, int width, int[] ranks) {
      double[] values = lanes.values[register];
      java.util.Arrays.fill(ranks, 0, count, 0);
      // All rows take the same steps of the search, so they overlap in the processor.
      for (int left = limits.length; left > 1; left -= left >>> 1) {
        int half = left >>> 1;
        for (int i = 0; i < count; i++) {
          int at = ranks[i] + half;
          ranks[i] = limits[at - 1] < values[rows[i]] ? at : ranks[i];
        }
      }
      for (int i = 0; i < count; i++) {
        double value = values[rows[i]];
        int rank = ranks[i] + (limits[ranks[i]] < value ? 1 : 0);
        // No limit is below NaN, so a missing value has rank 0 unless it goes the other way.
        cells[i * width + place] =
            (char) (missingAbove && Double.isNaN(value) ? Columns.ABOVE : rank);
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

    private Sets(
        int register, int place, int columns, int[] byWord, boolean sparse, char[][] copies) {
      this.register = register;
      this.place = place;
      this.columns = columns;
      this.byWord = byWord;
      this.sparse = sparse;
      this.copies = copies;
    }

    /**
     * @param byWord for each text the place among the zeros; for a missing one the last
     * @param zeros the columns that are 0, counted from the first of this category
     */
    static Sets of(int register, int place, int columns, int[] byWord, List<char[]> zeros) {
      boolean sparse = (long) zeros.size() * columns > MOST_COPIED;
      char[][] copies = zeros.toArray(char[][]::new);
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
      return new Sets(register, place, columns, byWord, sparse, copies);
    }

    private void fill(Lanes lanes, int[] rows, int count, char[] cells, int width) {
      double[] values = lanes.values[register];
      long missing = lanes.missing[register] | lanes.failed[register];
      int none = byWord.length - 1;
      for (int i = 0; i < count; i++) {
        int row = rows[i];
        int word = (missing >>> row & 1) == 0 ? (int) values[row] : none;
        char[] copy = copies[byWord[word]];
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
      return bytes;
    }
  }

  /** Any other test: 0 where it is true, otherwise 1. */
  record Mask(Condition test, int place) {
    private void fill(Lanes lanes, int[] rows, int count, char[] cells, int width) {
      long truth = test.truth(lanes);
      for (int i = 0; i < count; i++) {
        cells[i * width + place] = (char) (~truth >>> rows[i] & 1);
      }
    }
  }

  private final int width;
  private final int[] places;
  private final double[][] limits;
  private final List<Numbers> numbers;
  private final List<Sets> sets;
  private final List<Mask> masks;

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

  /** Works out the columns of some rows. */
  void fill(Lanes lanes, int[] rows, int count, char[] cells, int[] ranks) {
    for (Numbers number : numbers) {
      number.fill(lanes, rows, count, cells, width, ranks);
    }
    for (Sets set : sets) {
      set.fill(lanes, rows, count, cells, width);
    }
    for (Mask mask : masks) {
      mask.fill(lanes, rows, count, cells, width);
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
