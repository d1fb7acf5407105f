package dev.almanac.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.ForecastColumns;

/**
 * Determines from a data file's statistics whether all its rows have one origin: one run, whose
 * scoring time and sources are the same for all rows, and one model version, of which a run may
 * have several.
 */
final class SingleOriginStats {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer texts are truncated in statistics, so two different ones may look equal. */
  private static final int CUT = 32;

  private SingleOriginStats() {}

  /**
   * Whether the statistics prove one origin; absent or unknown statistics do not.
   *
   * @param statistics as in the table's log
   */
  static boolean of(String statistics) {
    if (statistics.isEmpty()) {
      return false;
    }
    try {
      JsonNode all = JSON.readTree(statistics);
      return isOne(all, ForecastColumns.RUN_ID)
          && isOne(all, ForecastColumns.MODEL)
          && isOne(all, ForecastColumns.MODEL_VERSION);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isOne(JsonNode all, String column) {
    JsonNode least = all.path("minValues").path(column);
    return least.isValueNode()
        && !least.isNull()
        && least.equals(all.path("maxValues").path(column))
        && least.asText().length() < CUT
        && all.path("nullCount").path(column).asLong(-1) == 0;
  }
}
