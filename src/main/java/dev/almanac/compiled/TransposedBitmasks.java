package dev.almanac.compiled;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Bitmasks for a category with many texts: each text has one bit per column, and the bits of 64
 * rows are transposed into columns. Immutable.
 */
final class TransposedBitmasks implements CategoryBitmasks {
  /** Maximum number of longs that hold the bits of all texts, 8 MB. */
  private static final long MOST_BITS = 1 << 20;

  /** The bits of each text, 64 columns per long. */
  private final long[][] bits;

  private final int chunks;

  private TransposedBitmasks(long[][] bits, int chunks) {
    this.bits = bits;
    this.chunks = chunks;
  }

  /** Creates the bitmasks; empty if they need too much memory. */
  static Optional<CategoryBitmasks> of(List<char[]> zeros, int columns) {
    int chunks = (columns + RowBatch.ROWS - 1) / RowBatch.ROWS;
    return (long) zeros.size() * chunks <= MOST_BITS
        ? Optional.of(new TransposedBitmasks(bits(zeros, columns, chunks), chunks))
        : Optional.empty();
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

  @Override
  public int count() {
    return RowBatch.ROWS * chunks;
  }

  /** Columns with the same bit position in different longs are adjacent. */
  @Override
  public int slice(int column) {
    return column % RowBatch.ROWS * chunks + column / RowBatch.ROWS;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(0, 0, chunks);
  }

  @Override
  public void answer(Forest.Space space, int count, int first) {
    long[][] square = space.square;
    turn(space.ranks, count, square);
    for (int i = 0; i < square.length; i++) {
      System.arraycopy(square[i], 0, space.slices, first + i * chunks, chunks);
    }
  }

  @Override
  public void answer(SimdForest.Space space, SimdKernel kernel, int count, int first) {
    long[][] square = space.square;
    for (int block = 0; block < count; block++) {
      turn(space.ranks[block], RowBatch.ROWS, square);
      for (int i = 0; i < square.length; i++) {
        for (int chunk = 0; chunk < chunks; chunk++) {
          int at = (first + i * chunks + chunk) * SimdForest.BLOCKS;
          space.slices[at + block] = square[i][chunk];
        }
      }
    }
  }

  /** Transposes the texts of rows to columns. */
  private void turn(int[] texts, int count, long[][] square) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(bits[texts[i]], 0, square[i], 0, chunks);
    }
    for (int i = count; i < square.length; i++) {
      java.util.Arrays.fill(square[i], 0, chunks, 0);
    }
    transpose(square, chunks);
  }

  /**
   * Transposes squares of 64 by 64 bits: bit i of number k becomes bit k of number i, for several
   * adjacent squares. By H. S. Warren, Hacker's Delight, 2nd edition, section 7-3.
   *
   * @param rows 64 arrays with one long per square
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

  /** Exchanges the high bits of one row with the low bits of the other. */
  private static void exchange(long[] row, long[] other, int size, long low, int squares) {
    for (int i = 0; i < squares; i++) {
      long swapped = ((row[i] >>> size) ^ other[i]) & low;
      row[i] ^= swapped << size;
      other[i] ^= swapped;
    }
  }

  @Override
  public long bytes() {
    return bits.length * (8L * chunks + 16);
  }
}
