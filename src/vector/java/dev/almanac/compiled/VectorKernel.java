package dev.almanac.compiled;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * SIMD kernel that uses the JDK's vector API. Its code is written for the JIT compiler of JDK 17,
 * which allocates vectors on the heap, a hundred times slower, wherever one is passed between
 * methods or a method with its callees becomes too large. So vectors are local to a loop.
 */
final class VectorKernel implements SimdKernel {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int LENGTH = SPECIES.length();

  /** Minimum number of longs per vector; two give no gain. */
  private static final int SHORTEST = 4;

  private static final int BLOCKS = SimdForest.BLOCKS;

  /**
   * Offset in the work array behind the paths of the levels, which are ordered from the lowest up.
   */
  private static final int CHOICES = Short.SIZE * BLOCKS;

  @Override
  public boolean isFaster() {
    return LENGTH >= SHORTEST && LENGTH <= BLOCKS;
  }

  @Override
  public void above(long[] byRank, int limits, long[] slices, int first) {
    LongVector none = LongVector.zero(SPECIES);
    for (int part = 0; part < BLOCKS; part += LENGTH) {
      LongVector above = none;
      for (int rank = limits; rank > 0; rank--) {
        above = above.or(LongVector.fromArray(SPECIES, byRank, rank * BLOCKS + part));
        none.intoArray(byRank, rank * BLOCKS + part);
        above.intoArray(slices, (first + rank - 1) * BLOCKS + part);
      }
      none.intoArray(byRank, part);
    }
  }

  @Override
  public void unite(long[] texts, int text, long[] unions, int from, int count) {
    for (int part = 0; part < BLOCKS; part += LENGTH) {
      LongVector has =
          text < 0
              ? LongVector.zero(SPECIES)
              : LongVector.fromArray(SPECIES, texts, text * BLOCKS + part);
      for (int i = from; i < from + count; i++) {
        LongVector.fromArray(SPECIES, unions, i * BLOCKS + part)
            .or(has)
            .intoArray(unions, (i + count) * BLOCKS + part);
      }
    }
  }

  @Override
  public void join(long[] unions, char[] required, int each, long[] slices, int first) {
    int columns = required.length / each;
    for (int part = 0; part < BLOCKS; part += LENGTH) {
      for (int i = 0; i < columns; i++) {
        int from = i * each;
        LongVector union = LongVector.fromArray(SPECIES, unions, required[from] * BLOCKS + part);
        for (int k = from + 1; k < from + each; k++) {
          union = union.or(LongVector.fromArray(SPECIES, unions, required[k] * BLOCKS + part));
        }
        union.intoArray(slices, (first + i) * BLOCKS + part);
      }
    }
  }

  @Override
  public void walk(int[] nodes, int depth, long[] slices, long[] room, byte[] low, byte[] high) {
    int bits = depth <= Byte.SIZE ? Byte.SIZE : Short.SIZE;
    for (int part = 0; part < BLOCKS; part += LENGTH) {
      for (int level = 0; level < depth; level++) {
        way(nodes, depth, level, slices, room, part);
      }
      LongVector none = LongVector.zero(SPECIES);
      for (int level = depth; level < bits; level++) {
        none.intoArray(room, level * BLOCKS + part);
      }
      turn(room, part, low, part);
      if (bits > Byte.SIZE) {
        turn(room, Byte.SIZE * BLOCKS + part, high, part);
      }
    }
  }

  /**
   * Computes the rows that go right on a level: of the results of its nodes, those that the paths
   * above select.
   */
  private static void way(int[] nodes, int depth, int level, long[] slices, long[] room, int part) {
    int first = 1 << level;
    int count = first;
    // The path of a level precedes that of the level above.
    int above = (depth - level) * BLOCKS + part;
    if (level < 3) {
      for (int i = 0; i < count; i++) {
        LongVector.fromArray(SPECIES, slices, nodes[first + i] * BLOCKS + part)
            .intoArray(room, CHOICES + i * BLOCKS);
      }
    } else {
      count >>>= 3;
      choose8(nodes, first, count, slices, room, above, part);
      above += 3 * BLOCKS;
    }
    while (count > 1) {
      count >>>= 1;
      LongVector way = LongVector.fromArray(SPECIES, room, above);
      for (int i = 0; i < count; i++) {
        int at = CHOICES + 2 * i * BLOCKS;
        LongVector left = LongVector.fromArray(SPECIES, room, at);
        LongVector right = LongVector.fromArray(SPECIES, room, at + BLOCKS);
        left.lanewise(XOR, left.lanewise(XOR, right).lanewise(AND, way))
            .intoArray(room, CHOICES + i * BLOCKS);
      }
      above += BLOCKS;
    }
    LongVector.fromArray(SPECIES, room, CHOICES)
        .intoArray(room, (depth - 1 - level) * BLOCKS + part);
  }

  /**
   * Selects one of eight nodes' results by the paths of the three levels above. Its bytecode
   * exceeds 325 bytes, so that the JIT compiler does not inline it; this is required.
   */
  private static void choose8(
      int[] nodes, int first, int count, long[] slices, long[] room, int ways, int part) {
    LongVector lower = LongVector.fromArray(SPECIES, room, ways);
    LongVector middle = LongVector.fromArray(SPECIES, room, ways + BLOCKS);
    LongVector upper = LongVector.fromArray(SPECIES, room, ways + 2 * BLOCKS);
    for (int i = 0; i < count; i++) {
      int at = first + 8 * i;
      LongVector a = LongVector.fromArray(SPECIES, slices, nodes[at] * BLOCKS + part);
      LongVector b = LongVector.fromArray(SPECIES, slices, nodes[at + 1] * BLOCKS + part);
      LongVector c = LongVector.fromArray(SPECIES, slices, nodes[at + 2] * BLOCKS + part);
      LongVector d = LongVector.fromArray(SPECIES, slices, nodes[at + 3] * BLOCKS + part);
      LongVector e = LongVector.fromArray(SPECIES, slices, nodes[at + 4] * BLOCKS + part);
      LongVector f = LongVector.fromArray(SPECIES, slices, nodes[at + 5] * BLOCKS + part);
      LongVector g = LongVector.fromArray(SPECIES, slices, nodes[at + 6] * BLOCKS + part);
      LongVector h = LongVector.fromArray(SPECIES, slices, nodes[at + 7] * BLOCKS + part);
      LongVector ab = a.lanewise(XOR, a.lanewise(XOR, b).lanewise(AND, lower));
      LongVector cd = c.lanewise(XOR, c.lanewise(XOR, d).lanewise(AND, lower));
      LongVector ef = e.lanewise(XOR, e.lanewise(XOR, f).lanewise(AND, lower));
      LongVector gh = g.lanewise(XOR, g.lanewise(XOR, h).lanewise(AND, lower));
      LongVector abcd = ab.lanewise(XOR, ab.lanewise(XOR, cd).lanewise(AND, middle));
      LongVector efgh = ef.lanewise(XOR, ef.lanewise(XOR, gh).lanewise(AND, middle));
      abcd.lanewise(XOR, abcd.lanewise(XOR, efgh).lanewise(AND, upper))
          .intoArray(room, CHOICES + i * BLOCKS);
    }
  }

  /**
   * Converts one bit per row for each level to one byte per row: squares of 8 by 8 bits are
   * transposed, each in the same byte of eight longs. By H. S. Warren, Hacker's Delight, 2nd
   * edition, section 7-3.
   *
   * @param from the path of the lowest of eight levels
   */
  private static void turn(long[] room, int from, byte[] leaves, int part) {
    long mask = 0x5555_5555_5555_5555L;
    for (int size = 1; size < 8; size <<= 1) {
      for (int i = 0; i < 4; i++) {
        int low = i / size * 2 * size + i % size;
        int one = from + low * BLOCKS;
        int other = one + size * BLOCKS;
        LongVector a = LongVector.fromArray(SPECIES, room, one);
        LongVector b = LongVector.fromArray(SPECIES, room, other);
        LongVector swapped = a.lanewise(LSHR, size).lanewise(XOR, b).lanewise(AND, mask);
        a.lanewise(XOR, swapped.lanewise(LSHL, size)).intoArray(room, one);
        b.lanewise(XOR, swapped).intoArray(room, other);
      }
      mask = size == 1 ? 0x3333_3333_3333_3333L : 0x0f0f_0f0f_0f0f_0f0fL;
    }
    for (int i = 0; i < 8; i++) {
      LongVector.fromArray(SPECIES, room, from + i * BLOCKS)
          .reinterpretAsBytes()
          .intoArray(leaves, (i * BLOCKS + part) * Long.BYTES);
    }
  }
}
