package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Some {@link Block}s for one thread that are scored together, which is faster for forests: fill
 * the first ones as blocks of their own, then {@link #score} them all, then read each one's
 * answers.
 */
public final class Blocks {
  /** The rows of as many blocks as there ever are. */
  public static final int MOST_ROWS = WideForest.ROWS;

  private final Program program;
  private final Block[] blocks;
  private final Lanes[] lanes;

  Blocks(Program program) {
    this.program = program;
    this.blocks = new Block[program.blocksAtOnce()];
    Object[] shared = program.newShared();
    Arrays.setAll(blocks, i -> new Block(program));
    this.lanes = Arrays.stream(blocks).map(Block::lanes).toArray(Lanes[]::new);
    Arrays.stream(lanes).forEach(each -> each.shared = shared);
  }

  /** How many blocks there are; the same for all of a model. */
  public int size() {
    return blocks.length;
  }

  /** One of the blocks. */
  public Block get(int index) {
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
