package dev.almanac.scoring;

import dev.almanac.compiled.Block;
import dev.almanac.compiled.CompiledModel;
import org.apache.spark.util.SizeEstimator;

/**
 * What a compiled model asks of an executor.
 *
 * @param document bytes of the document as it travels
 * @param shared bytes of heap that all tasks of an executor share: the document as objects and the
 *     compiled arrays, by {@link SizeEstimator}
 * @param perTask bytes of heap that each task has of its own
 * @param rowsPerSecond how many rows one thread asks the model about in a second, without reading
 *     or writing them: tried for a moment on made-up rows
 */
public record Footprint(long document, long shared, long perTask, double rowsPerSecond) {
  private static final long NANOS = 60_000_000;
  private static final int BLOCKS_BETWEEN_LOOKS = 16;

  static Footprint of(long document, CompiledModels.Loaded loaded) {
    CompiledModel model = loaded.compiled();
    Block block = model.newBlock();
    fill(model, block);
    rate(block); // until the code is warm
    return new Footprint(
        document, SizeEstimator.estimate(loaded), SizeEstimator.estimate(block), rate(block));
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
