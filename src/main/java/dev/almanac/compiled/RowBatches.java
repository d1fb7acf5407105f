package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Some {@link RowBatch}s for one thread that are scored together, which is faster for forests: fill
 * the first ones as blocks of their own, then {@link #score} them all, then read each one's
 * answers.
 */
public final class RowBatches {
  /** The rows of as many blocks as there ever are. */
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

  /** How many blocks there are; the same for all of a model. */
  public int size() {
    return blocks.length;
  }

  /** One of the blocks. */
  public RowBatch get(int index) {
    return blocks[index];
  }

  /**
   * Scores the first blocks.
   *
   * @param count how many of them, all of which have rows
   */
  public void score(int count) {
    program.run(lanes, count);
  }
}
