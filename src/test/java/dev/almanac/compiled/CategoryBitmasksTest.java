package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CategoryBitmasksTest {
  /** Texts with their columns of 0, answered for a block with fewer rows than fit. */
  @Test
  void saysOfEachRowAndColumnWhatItsTextSays() {
    Random random = new Random(5);
    for (int texts : new int[] {1, 2, 5, 14, 31, 42, 48, 49, 202}) {
      for (int columns : new int[] {1, 40, 64, 65, 700}) {
        List<char[]> zeros = new ArrayList<>();
        for (int text = 0; text < texts; text++) {
          zeros.add(some(random, columns));
        }
        CategoryBitmasks slices = CategoryBitmasks.of(zeros, columns).orElseThrow();
        assertThat(slices)
            .isInstanceOf(texts <= 48 ? LevelBitmasks.class : TransposedBitmasks.class);
        Forest.Space space =
            new Forest.Space(new Forest.Sizes(0, 0, slices.count() + 3, 0, slices.sizes()));
        for (int rows : new int[] {64, 1, 37}) {
          for (int row = 0; row < rows; row++) {
            space.ranks[row] = random.nextInt(texts);
          }
          slices.answer(space, rows, 3);
          for (int row = 0; row < rows; row++) {
            BitSet zero = bits(zeros.get(space.ranks[row]));
            for (int column = 0; column < columns; column++) {
              assertThat(space.slices[3 + slices.slice(column)] >>> row & 1)
                  .isEqualTo(zero.get(column) ? 0 : 1);
            }
          }
          assertThat(space.byRank).as("left clean").containsOnly(0);
        }
      }
    }
  }

  private static char[] some(Random random, int columns) {
    StringBuilder chosen = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      if (random.nextInt(3) == 0) {
        chosen.append((char) column);
      }
    }
    return chosen.toString().toCharArray();
  }

  private static BitSet bits(char[] columns) {
    BitSet bits = new BitSet();
    for (char column : columns) {
      bits.set(column);
    }
    return bits;
  }

  @Test
  void rowsOfBitsBecomeColumnsInEachSquare() {
    Random random = new Random(11);
    int squares = 5;
    long[][] before = new long[64][squares];
    long[][] after = new long[64][];
    for (int row = 0; row < 64; row++) {
      for (int square = 0; square < squares; square++) {
        before[row][square] = random.nextLong();
      }
      after[row] = before[row].clone();
    }

    TransposedBitmasks.transpose(after, squares);

    for (int row = 0; row < 64; row++) {
      for (int square = 0; square < squares; square++) {
        for (int column = 0; column < 64; column++) {
          assertThat(after[column][square] >>> row & 1)
              .isEqualTo(before[row][square] >>> column & 1);
        }
      }
    }
  }
}
