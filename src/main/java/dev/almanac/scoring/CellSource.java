package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.List;

/** Supplies the rows of consecutive blocks. Not thread-safe. */
interface CellSource {
  /**
   * A view of selected inputs, which always shows the current rows.
   *
   * @param inputs the indexes of the inputs among all inputs of the source
   * @param codes the text codes of each input; unused for numbers
   */
  FeatureSource cells(int[] inputs, List<? extends TextCodes> codes);
}
