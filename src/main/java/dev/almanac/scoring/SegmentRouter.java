package dev.almanac.scoring;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** Maps the values of the segment column to the models that score their rows. Immutable. */
final class SegmentRouter implements TextCodes {
  /** The code of all values without a model of their own. */
  static final int REST = 0;

  private final Map<UTF8String, Integer> byText = new HashMap<>();
  private final Map<Long, Integer> byWhole = new HashMap<>();

  /**
   * Routes values to models.
   *
   * @param models the index of the model for each value
   */
  SegmentRouter(Map<String, Integer> models) {
    models.forEach(
        (value, model) -> {
          byText.put(UTF8String.fromString(value), model);
          try {
            long whole = Long.parseLong(value);
            if (Long.toString(whole).equals(value)) {
              byWhole.put(whole, model);
            }
          } catch (NumberFormatException e) {
            // A text that is not the canonical form of a whole number.
          }
        });
  }

  @Override
  public int code(UTF8String text) {
    return byText.getOrDefault(text, REST);
  }

  @Override
  public int code(long whole) {
    return byWhole.getOrDefault(whole, REST);
  }
}
