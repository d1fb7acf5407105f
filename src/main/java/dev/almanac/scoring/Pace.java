package dev.almanac.scoring;

import dev.almanac.compiled.Block;
import dev.almanac.compiled.CompiledModel;

/** How fast a compiled model is, tried for a moment on made-up rows. */
final class Pace {
  private static final long NANOS = 60_000_000;
  private static final int BLOCKS_BETWEEN_LOOKS = 16;

  private Pace() {}

  /** Rows a second that one thread asks it about, without reading or writing them. */
  static double of(CompiledModel model) {
    Block block = model.newBlock();
    fill(model, block);
    rate(block); // until the code is warm
    return rate(block);
  }

  /** Numbers that differ from row to row, and texts that the model does not know. */
  private static void fill(CompiledModel model, Block block) {
    block.begin(Block.ROWS);
    for (int input = 0; input < model.inputs().size(); input++) {
      for (int row = 0; row < Block.ROWS; row++) {
        if (model.isText(input)) {
          block.code(input, row, 0);
        } else {
          block.number(input, row, (row * 37 + input * 11) % 101);
        }
      }
    }
  }

  private static double rate(Block block) {
    long begin = System.nanoTime();
    long blocks = 0;
    long elapsed;
    do {
      for (int i = 0; i < BLOCKS_BETWEEN_LOOKS; i++) {
        block.score();
      }
      blocks += BLOCKS_BETWEEN_LOOKS;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < NANOS);
    return blocks * Block.ROWS * 1e9 / elapsed;
  }
}
