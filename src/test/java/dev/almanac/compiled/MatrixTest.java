package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixTest {
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

    Matrix.transpose(after, squares);

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
