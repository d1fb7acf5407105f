package dev.almanac.core.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models of segments: rows with certain values of a column have their own model; the job's model
 * scores all other rows.
 *
 * @param column a column of the rows to score
 * @param models model references by value, as written in the job file; at least one
 */
public record SegmentSpec(String column, Map<String, String> models) {
  /**
   * @throws IllegalArgumentException if there is no model
   */
  public SegmentSpec {
    if (models.isEmpty()) {
      throw new IllegalArgumentException(
          "segments name no model; write models { value = \"name@champion\" }");
    }
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
  }
}
