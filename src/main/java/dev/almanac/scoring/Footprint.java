package dev.almanac.scoring;

import org.apache.spark.util.SizeEstimator;

/**
 * Memory that a compiled model needs on an executor.
 *
 * @param document bytes of the broadcast document
 * @param shared bytes of heap that all tasks of an executor share: the document as objects and the
 *     compiled arrays, by {@link SizeEstimator}
 * @param perTask bytes of heap that each task needs in addition
 */
public record Footprint(long document, long shared, long perTask) {
  static Footprint of(long document, CompiledModels.Loaded loaded) {
    return new Footprint(
        document,
        SizeEstimator.estimate(loaded),
        SizeEstimator.estimate(loaded.compiled().newBlocks()));
  }

  /** Bytes that an executor needs once, for all its tasks. */
  public long anExecutor() {
    return document + shared;
  }
}
