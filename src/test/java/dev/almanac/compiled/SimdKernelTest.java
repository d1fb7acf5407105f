package dev.almanac.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every instruction of the kernel against the same by loops over single rows. */
class SimdKernelTest {
  private static final int BLOCKS = SimdForest.BLOCKS;

  private final Random random = new Random(11);
  private SimdKernel kernel;

  @BeforeEach
  void findKernel() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector"))
        .as("tests are run with the module that Spark adds")
        .isPresent();
    assumeThat(SimdKernel.ofThisJvm()).as("the processor has wide vectors").isPresent();
    kernel = SimdKernel.ofThisJvm().orElseThrow();
  }

  @Test
  void rowsAboveEachLimit() {
    for (int limits : new int[] {0, 1, 2, 17, 255}) {
      int[][] ranks = new int[BLOCKS][RowBatch.ROWS];
      long[] byRank = new long[(limits + 1) * BLOCKS];
      for (int block = 0; block < BLOCKS; block++) {
        Arrays.setAll(ranks[block], row -> random.nextInt(limits + 1));
        CategoryBitmasks.group(ranks[block], block, byRank);
      }
      long[] slices = new long[(limits + 2) * BLOCKS];
      kernel.above(byRank, limits, slices, 2);
      assertThat(byRank).as("left clean").containsOnly(0);
      for (int limit = 0; limit < limits; limit++) {
        for (int block = 0; block < BLOCKS; block++) {
          for (int row = 0; row < RowBatch.ROWS; row++) {
            assertThat(slices[(2 + limit) * BLOCKS + block] >>> row & 1)
                .isEqualTo(ranks[block][row] > limit ? 1 : 0);
          }
        }
      }
    }
  }

  @Test
  void unionsWithOneMoreText() {
    long[] texts = numbers(3);
    long[] unions = numbers(9);
    long[] before = unions.clone();
    kernel.unite(texts, 2, unions, 1, 4);
    for (int i = 0; i < 4 * BLOCKS; i++) {
      assertThat(unions[5 * BLOCKS + i])
          .isEqualTo(before[BLOCKS + i] | texts[2 * BLOCKS + i % BLOCKS]);
    }
    kernel.unite(texts, -1, unions, 1, 4);
    assertThat(Arrays.copyOfRange(unions, 5 * BLOCKS, 9 * BLOCKS))
        .as("of no text")
        .isEqualTo(Arrays.copyOfRange(before, BLOCKS, 5 * BLOCKS));
  }

  @Test
  void unionsTogether() {
    long[] unions = numbers(7);
    char[] required = {0, 1, 6, 6, 3, 2, 5, 0, 4};
    for (int each : new int[] {1, 3, 9}) {
      long[] slices = numbers(11);
      kernel.join(unions, required, each, slices, 2);
      for (int column = 0; column < required.length / each; column++) {
        for (int block = 0; block < BLOCKS; block++) {
          long union = 0;
          for (int k = 0; k < each; k++) {
            union |= unions[required[column * each + k] * BLOCKS + block];
          }
          assertThat(slices[(2 + column) * BLOCKS + block]).isEqualTo(union);
        }
      }
    }
  }

  @Test
  void theLeafOfEachRow() {
    long[] slices = numbers(500);
    long[] room = new long[SimdKernel.ROOM];
    for (int depth = 3; depth <= SimdForest.DEEPEST; depth++) {
      int[] nodes = random.ints(1 << depth, 0, 500).toArray();
      byte[] low = new byte[RowBatches.MOST_ROWS];
      byte[] high = new byte[RowBatches.MOST_ROWS];
      kernel.walk(nodes, depth, slices, room, low, high);
      for (int block = 0; block < BLOCKS; block++) {
        for (int row = 0; row < RowBatch.ROWS; row++) {
          int node = 1;
          for (int level = 0; level < depth; level++) {
            node = 2 * node + (int) (slices[nodes[node] * BLOCKS + block] >>> row & 1);
          }
          int place = SimdForest.place(block, row);
          assertThat((high[place] & 0xff) << 8 | (low[place] & 0xff))
              .as("depth %d, row %d of block %d", depth, row, block)
              .isEqualTo(node - (1 << depth));
        }
      }
    }
  }

  private long[] numbers(int slices) {
    return random.longs((long) slices * BLOCKS).toArray();
  }
}
