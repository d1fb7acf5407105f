package dev.almanac.service;

import dev.almanac.core.ModelVersion;
import dev.almanac.lookup.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON form of forecasts with their provenance. */
final class Receipts {
  private Receipts() {}

  /** A stored forecast. */
  static Map<String, Object> describe(String table, Forecast forecast, Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("key", plain(forecast.keys()));
    body.put("forecast", plain(forecast.values()));
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("source", "stored");
    receipt.put("model", forecast.model());
    receipt.put("version", forecast.modelVersion());
    receipt.put("scoredAt", forecast.scoredAt().toString());
    receipt.put("ageSeconds", Duration.between(forecast.scoredAt(), now).toSeconds());
    receipt.put("runDate", forecast.runDate().toString());
    receipt.put("runId", forecast.runId());
    receipt.put("sourceVersion", forecast.sourceVersion());
    receipt.put("table", table);
    receipt.put("tableVersion", forecast.tableVersion());
    body.put("receipt", receipt);
    return body;
  }

  /** The provenance of predictions on demand. */
  static Map<String, Object> onDemand(ModelVersion version, String engine, Instant now) {
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("source", "on-demand");
    receipt.put("model", version.model().value());
    receipt.put("version", version.number());
    receipt.put("scoredAt", now.toString());
    receipt.put("ageSeconds", 0);
    receipt.put("engine", engine);
    return receipt;
  }

  /** Values converted to JSON types. */
  static Map<String, @Nullable Object> plain(Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    values.forEach((name, value) -> plain.put(name, value == null ? null : ApiJson.plain(value)));
    return plain;
  }
}
