package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.lookup.IndexSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scores keys without a stored forecast, with the version that made the table's newest forecasts.
 */
final class OnDemandFallback {
  private final ModelCache models;
  private final Metrics metrics;

  OnDemandFallback(ModelCache models, Metrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  /**
   * Fills in the missing results.
   *
   * @param missed the records of the missing keys, by index
   * @throws ApiException 422 if a record lacks fields that the model needs
   */
  void score(
      IndexSnapshot reader,
      BatchBody batch,
      Map<Integer, BatchBody.Slice> missed,
      List<Map<String, Object>> results,
      Instant now) {
    Optional<IndexSnapshot.Made> made = reader.newest();
    if (missed.isEmpty() || made.isEmpty()) {
      return;
    }
    Set<String> versions = reader.newestVersions();
    if (versions.size() > 1) {
      throw new ApiException(
          409,
          "SEVERAL_VERSIONS",
          "the newest forecasts were made by several versions, each for its segment (%s); ask one of them for predictions."
              .formatted(String.join(", ", versions)));
    }
    ServedModel model = models.get(reference(made.get()));
    Records.Reading reading = model.records();
    for (BatchBody.Slice slice : missed.values()) {
      batch.read(slice, reading);
    }
    RecordRows records = reading.end();
    ServedModel.Scored scored = model.score(records);
    metrics.scored(
        model.version().model().value(), records.size() - scored.rejects(), scored.rejects());
    int next = 0;
    for (int place : missed.keySet()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("key", batch.keys().get(place));
      result.putAll(scored.results().get(next++));
      result.put("receipt", model.receipt(now));
      results.set(place, result);
    }
  }

  private static ModelRef reference(IndexSnapshot.Made made) {
    try {
      return new ModelRef.ByNumber(
          new ModelVersion(new ModelName(made.model()), made.modelVersion()));
    } catch (IllegalArgumentException e) {
      throw new AlmanacException(
          dev.almanac.core.ErrorCode.NO_SUCH_MODEL,
          "the newest forecasts are of a model that no registry has: " + e.getMessage(),
          e);
    }
  }
}
