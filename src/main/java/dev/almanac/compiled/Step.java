package dev.almanac.compiled;

/** One operation on all rows of a batch. Immutable. */
interface Step {
  void run(VectorRegisters lanes);

  /** The same for several batches of the same {@link RowBatches}. */
  default void run(VectorRegisters[] blocks, int count) {
    for (int i = 0; i < count; i++) {
      run(blocks[i]);
    }
  }

  /** Whether several batches at once are faster than one after the other. */
  default boolean isWide() {
    return false;
  }

  /** Approximate memory in bytes. */
  default long bytes() {
    return 64;
  }
}
