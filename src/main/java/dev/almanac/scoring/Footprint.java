package dev.almanac.scoring;

import org.apache.spark.util.SizeEstimator;

/**
 * What a compiled model asks of an executor.
 *
 * @param document bytes of the document as it travels
 * @param shared bytes of heap that all tasks of an executor share: the document as objects and the
 *     compiled arrays, by {@link SizeEstimator}
 * @param perTask bytes of heap that each task has of its own
 */
public record Footprint(long document, long shared, long perTask) {
  static Footprint of(long document, CompiledModels.Loaded loaded) {
    return new Footprint(
        document,
        SizeEstimator.estimate(loaded),
        SizeEstimator.estimate(loaded.compiled().newBlocks()));
  }

  /** Bytes that an executor has of it once. */
  public long anExecutor() {
    return document + shared;
  }
}
