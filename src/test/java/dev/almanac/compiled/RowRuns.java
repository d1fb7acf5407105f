package dev.almanac.compiled;

/** Scores any number of rows by blocks, so many blocks at once. */
final class RowRuns {
  /** Something to do with a row. */
  interface RowOf {
    /**
     * Sets the inputs of a row, or reads its answer.
     *
     * @param at where it stands in the block
     */
    void row(RowBatch block, int at, int row);
  }

  private RowRuns() {}

  static void score(RowBatches blocks, int atOnce, int rows, RowOf set, RowOf read) {
    for (int from = 0; from < rows; from += atOnce * RowBatch.ROWS) {
      int end = Math.min(rows, from + atOnce * RowBatch.ROWS);
      int begun = 0;
      for (int first = from; first < end; first += RowBatch.ROWS) {
        blocks.get(begun++).begin(Math.min(RowBatch.ROWS, end - first));
      }
      each(blocks, from, end, set);
      if (atOnce == 1) {
        blocks.get(0).score();
      } else {
        blocks.score(begun);
      }
      each(blocks, from, end, read);
    }
  }

  private static void each(RowBatches blocks, int from, int end, RowOf work) {
    for (int row = from; row < end; row++) {
      int at = row - from;
      work.row(blocks.get(at / RowBatch.ROWS), at % RowBatch.ROWS, row);
    }
  }
}
