package dev.almanac.compiled;

/** One thing to do for all rows of a block. Immutable. */
interface Step {
  void run(VectorRegisters lanes);

  /** The same for several blocks of the same {@link RowBatches}. */
  default void run(VectorRegisters[] blocks, int count) {
    for (int i = 0; i < count; i++) {
      run(blocks[i]);
    }
  }

  /** Whether several blocks at once are faster than one after the other. */
  default boolean isWide() {
    return false;
  }

  /** Memory it takes, about. */
  default long bytes() {
    return 64;
  }
}
