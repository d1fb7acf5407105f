package dev.almanac.scoring;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** From the values of a column to the models that are asked about their rows. Immutable. */
final class SegmentRouter implements TextCodes {
  /** The code of all values without a model of their own. */
  static final int REST = 0;

  private final Map<UTF8String, Integer> byText = new HashMap<>();
  private final Map<Long, Integer> byWhole = new HashMap<>();

  /**
   * @param models the model of each value
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
            // A text, which no whole number is spelled as.
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
