package dev.almanac.warehouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The run summary in the user metadata of commits: JSON with the field {@code almanac}. */
final class RunSummary {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The block of a rollback's commit. */
  static final String ROLLED_BACK = "rolled_back";

  /** The block with the export target of a job's publications, and the export's result. */
  static final String COPY = "copy";

  static final String COPY_TABLE = "table";

  private static final String COMMIT = "commit";
  private static final String RUN_ID = "run_id";
  private static final String JOB = "job";
  private static final String TAKE_OVER = "take_over";

  private RunSummary() {}

  static String write(PublishRequest request, RowCounts rows, List<GuardFinding> guards) {
    ObjectNode summary = JSON.createObjectNode();
    summary.put("almanac", ForecastColumns.SCHEMA_VERSION);
    summary.put(RUN_ID, request.runId().value());
    summary.put(JOB, request.job().name());
    request.job().takeOver().ifPresent(other -> summary.put(TAKE_OVER, other));
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
    summary.put("engine", request.engine());
    summary.put("table", request.table());
    summary.put("rejects", request.rejects());
    if (!request.copiedTo().isEmpty()) {
      summary.putObject(COPY).put(COPY_TABLE, request.copiedTo());
    }
    ArrayNode findings = summary.putArray("guards");
    guards.forEach(finding -> write(finding, findings.addObject()));
    return summary.toString();
  }

  private static void write(GuardFinding finding, ObjectNode json) {
    json.put("guard", finding.guard().word());
    json.put("of", finding.subject());
    if (Double.isFinite(finding.value())) {
      json.put("value", finding.value());
    }
    json.put("most", finding.most());
    json.put("verdict", finding.verdict().word());
    if (!finding.note().isEmpty()) {
      json.put("note", finding.note());
    }
  }

  /** The summary with one more block. */
  static String with(String summary, String block, Map<String, String> facts) {
    ObjectNode json = (ObjectNode) read(summary).orElseThrow();
    ObjectNode inner = json.putObject(block);
    facts.forEach(inner::put);
    return json.toString();
  }

  static String copied(String summary, CopyNote note) {
    Optional<JsonNode> known = read(summary);
    if (known.isEmpty()) {
      return summary;
    }
    ObjectNode json = (ObjectNode) known.get();
    json.putObject(COPY)
        .put(COPY_TABLE, note.table())
        .put("rows", note.rows())
        .put("inserted", note.inserted())
        .put("updated", note.updated())
        .put("removed", note.removed());
    return json.toString();
  }

  /** The summary with a commit name other than its run. */
  static String foundBy(String summary, String commit) {
    ObjectNode json = (ObjectNode) read(summary).orElseThrow();
    json.put(COMMIT, commit);
    return json.toString();
  }

  /**
   * The name of a commit, if it is one of Almanac's: its run unless the summary has another name.
   */
  static Optional<String> commit(@Nullable String metadata) {
    return read(metadata)
        .map(summary -> summary.path(summary.has(COMMIT) ? COMMIT : RUN_ID).asText());
  }

  /** The job that published; empty if the summary does not name it. */
  static Optional<String> job(String summary) {
    return text(summary, JOB);
  }

  /** The other job whose forecasts the job might replace; absent for none. */
  static Optional<String> takeOver(String summary) {
    return text(summary, TAKE_OVER);
  }

  private static Optional<String> text(String summary, String name) {
    return read(summary)
        .map(json -> json.path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /** The summary with the job that published it. */
  static String withJob(String summary, String job) {
    ObjectNode json = (ObjectNode) read(summary).orElseThrow();
    json.put(JOB, job);
    return json.toString();
  }

  /** A text field of a block; empty if it is absent. */
  static Optional<String> fact(String summary, String block, String name) {
    return read(summary)
        .map(json -> json.path(block).path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /** The publication of a commit, if it is one. Unknown fields are ignored. */
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
                        new RunId(summary.path(RUN_ID).asText()),
                        new ModelVersion(
                            new ModelName(summary.path("model").asText()),
                            summary.path("model_version").asInt()),
                        LocalDate.parse(summary.path("run_date").asText()),
                        summary.path("scored").asLong(),
                        summary.path("rejected").asLong(),
                        summary.path("source_version").asText(),
                        summary.path("spec_hash").asText(),
                        summary.path("rejects").asText(),
                        String.valueOf(metadata)));
              } catch (IllegalArgumentException | DateTimeException e) {
                // JSON of another tool that happens to have the field.
                return Optional.empty();
              }
            });
  }

  /** The counts of a run's rows by outcome. */
  static RowCounts account(String metadata) {
    JsonNode summary = read(metadata).orElseThrow();
    return new RowCounts(
        summary.path("rows_in").asLong(), summary.path("scored").asLong(), reasons(summary));
  }

  private static Map<String, Long> reasons(JsonNode summary) {
    Map<String, Long> rejected = new TreeMap<>();
    summary
        .path("rejected_by_reason")
        .properties()
        .forEach(reason -> rejected.put(reason.getKey(), reason.getValue().asLong()));
    return rejected;
  }

  /** Every version that scored rows of a publication. */
  static List<ModelVersion> versions(PublicationRecord publication) {
    Set<ModelVersion> versions = new LinkedHashSet<>(List.of(publication.model()));
    for (JsonNode segment : read(publication.summary()).orElseThrow().path("segments")) {
      if (ModelRef.parse(segment.asText()) instanceof ModelRef.ByNumber number) {
        versions.add(number.version());
      }
    }
    return List.copyOf(versions);
  }

  /** The row of a publication in the runs table. */
  static RunRecord run(PublicationRecord publication, String location, String user) {
    JsonNode summary = read(publication.summary()).orElseThrow();
    return new RunRecord(
        publication.runId(),
        publication.job().orElseGet(() -> publication.model().model().value()),
        versions(publication).stream().map(ModelVersion::toString).collect(Collectors.joining(",")),
        publication.runDate(),
        instant(summary.path("scored_at").asText(), publication.committedAt()),
        publication.committedAt(),
        RunState.PUBLISHED,
        "",
        user,
        OptionalLong.of(publication.scored() + publication.rejected()),
        OptionalLong.of(publication.scored()),
        reasons(summary),
        publication.sourceVersion(),
        publication.specHash(),
        summary.path("table").asText(location),
        location,
        OptionalLong.of(publication.tableVersion()),
        summary.path("engine").asText(),
        publication.summary());
  }

  private static Instant instant(String text, Instant otherwise) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
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
