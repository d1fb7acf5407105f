package dev.almanac.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowAccount;
import dev.almanac.core.RunId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run leaves in the user metadata of its commits: JSON, told apart by {@code almanac}. */
final class RunSummary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunSummary() {}

  static String write(PublishRequest request, RowAccount rows) {
    ObjectNode summary = JSON.createObjectNode();
    summary.put("almanac", ForecastColumns.SCHEMA_VERSION);
    summary.put("run_id", request.runId().value());
    summary.put("model", request.model().model().value());
    summary.put("model_version", request.model().number());
    if (!request.segments().isEmpty()) {
      ObjectNode segments = summary.putObject("segments");
      new TreeMap<>(request.segments())
          .forEach((value, version) -> segments.put(value, version.toString()));
    }
    summary.put("run_date", request.runDate().toString());
    summary.put("scored_at", request.scoredAt().toString());
    summary.put("rows_in", rows.in());
    summary.put("scored", rows.scored());
    summary.put("rejected", rows.rejectedRows());
    ObjectNode reasons = summary.putObject("rejected_by_reason");
    rows.rejected().forEach(reasons::put);
    summary.put("source_version", request.sourceVersion());
    summary.put("spec_hash", request.specHash());
    return summary.toString();
  }

  /** The run that made a commit, if it was one of ours. */
  static Optional<String> runId(@Nullable String metadata) {
    return read(metadata).map(summary -> summary.path("run_id").asText());
  }

  /**
   * The publication that a commit was, if it was one. Fields that are not known are passed over.
   */
  static Optional<PublicationRecord> record(
      long version, Instant committedAt, @Nullable String metadata) {
    return read(metadata)
        .flatMap(
            summary -> {
              try {
                return Optional.of(
                    new PublicationRecord(
                        version,
                        committedAt,
                        new RunId(summary.path("run_id").asText()),
                        new ModelVersion(
                            new ModelName(summary.path("model").asText()),
                            summary.path("model_version").asInt()),
                        LocalDate.parse(summary.path("run_date").asText()),
                        summary.path("scored").asLong(),
                        summary.path("rejected").asLong(),
                        summary.path("source_version").asText(),
                        summary.path("spec_hash").asText()));
              } catch (IllegalArgumentException | DateTimeException e) {
                // Somebody else's JSON that happens to have our word in it.
                return Optional.empty();
              }
            });
  }

  private static Optional<JsonNode> read(@Nullable String metadata) {
    if (metadata == null || !metadata.startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonNode summary = JSON.readTree(metadata);
      return summary.path("almanac").isInt() ? Optional.of(summary) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
