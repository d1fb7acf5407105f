package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Several {@link RowBatch}es that are scored together, which is faster for forests: fill the first
 * ones like single batches, then {@link #score} them together, then read the answers of each. Not
 * thread-safe.
 */
public final class RowBatches {
  /** The maximum number of rows in all batches. */
  public static final int MOST_ROWS = SimdForest.ROWS;

  private final Program program;
  private final RowBatch[] blocks;
  private final VectorRegisters[] lanes;

  RowBatches(Program program) {
    this.program = program;
    this.blocks = new RowBatch[program.blocksAtOnce()];
    Object[] shared = program.newShared();
    Arrays.setAll(blocks, i -> new RowBatch(program));
    this.lanes = Arrays.stream(blocks).map(RowBatch::lanes).toArray(VectorRegisters[]::new);
    Arrays.stream(lanes).forEach(each -> each.shared = shared);
  }

  /** The number of batches; the same for all instances of a model. */
  public int size() {
    return blocks.length;
  }

  /** One of the batches. */
  public RowBatch get(int index) {
    return blocks[index];
  }

  /**
   * Scores the first batches.
   *
   * @param count the number of batches to score, none of which is empty
   */
  public void score(int count) {
    program.run(lanes, count);
  }
}
