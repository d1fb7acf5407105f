package dev.almanac.scoring;

import dev.almanac.forecast.FeatureSource;
import java.util.List;

/** Where rows stand, one block after the other. For one thread. */
interface CellSource {
  /**
   * Cells of the rows that are in turn, whenever they are asked.
   *
   * @param inputs the inputs wanted, by their place among all that the source has
   * @param codes of each of them; those of numbers are not asked
   */
  FeatureSource cells(int[] inputs, List<? extends TextCodes> codes);
}
