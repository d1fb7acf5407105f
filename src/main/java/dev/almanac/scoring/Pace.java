package dev.almanac.scoring;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.compiled.RowBatch;
import dev.almanac.compiled.RowBatches;

/** Measures the scoring rate of a compiled model in a short run on synthetic rows. */
final class Pace {
  private static final long NANOS = 60_000_000;
  private static final int TIMES_BETWEEN_LOOKS = 16;

  private Pace() {}

  /** The scoring rate of one thread in rows per second, without reading and writing rows. */
  static double of(CompiledModel model) {
    RowBatches blocks = model.newBlocks();
    for (int i = 0; i < blocks.size(); i++) {
      fill(model, blocks.get(i));
    }
    rate(blocks); // warm-up for the JIT compiler
    return rate(blocks);
  }

  /** Numbers that differ from row to row, and texts that the model does not know. */
  private static void fill(CompiledModel model, RowBatch block) {
    block.begin(RowBatch.ROWS);
    for (int input = 0; input < model.inputs().size(); input++) {
      for (int row = 0; row < RowBatch.ROWS; row++) {
        if (model.isText(input)) {
          block.code(input, row, 0);
        } else {
          block.number(input, row, (row * 37 + input * 11) % 101);
        }
      }
    }
  }

  private static double rate(RowBatches blocks) {
    long begin = System.nanoTime();
    long scored = 0;
    long elapsed;
    do {
      for (int i = 0; i < TIMES_BETWEEN_LOOKS; i++) {
        blocks.score(blocks.size());
      }
      scored += TIMES_BETWEEN_LOOKS;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < NANOS);
    return scored * blocks.size() * RowBatch.ROWS * 1e9 / elapsed;
  }
}
