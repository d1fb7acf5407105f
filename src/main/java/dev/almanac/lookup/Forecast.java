package dev.almanac.lookup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored forecast.
 *
 * @param keys the key columns and their values, in the table's order
 * @param values prediction, probability, decision and pass-through columns, in the table's order; a
 *     value may be null
 * @param runDate the forecast's run date
 * @param model the model's name
 * @param modelVersion its version
 * @param runId the run that computed it
 * @param scoredAt when it was computed
 * @param sourceVersion the state of the sources that was scored
 * @param table the table's path
 * @param tableVersion the Delta version that was read
 */
public record Forecast(
    Map<String, Object> keys,
    Map<String, @Nullable Object> values,
    LocalDate runDate,
    String model,
    int modelVersion,
    String runId,
    Instant scoredAt,
    String sourceVersion,
    String table,
    long tableVersion) {
  /** Copies its parts, keeping their order. */
  public Forecast {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
