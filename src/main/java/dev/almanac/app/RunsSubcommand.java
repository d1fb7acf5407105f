package dev.almanac.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.almanac.core.RunRecord;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.job.ForecastTables;
import dev.almanac.lookup.RunHistory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A command on the table of runs. */
abstract class RunsSubcommand extends BaseCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  RunsSubcommand(Surroundings surroundings) {
    super(surroundings);
  }

  final RunHistory history() {
    return history(settings());
  }

  static RunHistory history(PlatformSpec settings) {
    return RunHistory.open(ForecastTables.location(settings, settings.runs()), Map.of());
  }

  static String count(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  /** The summary that a run's commit has; missing if it is none. */
  static JsonNode summary(RunRecord run) {
    try {
      return run.summary().isEmpty() ? MissingNode.getInstance() : JSON.readTree(run.summary());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  static Map<String, Object> json(RunRecord run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runId", run.runId().value());
    json.put("job", run.job());
    json.put("versions", run.versions());
    json.put("runDate", run.runDate().toString());
    json.put("state", run.state().word());
    json.put("reason", run.reason());
    json.put("user", run.user());
    json.put("startedAt", run.startedAt().toString());
    json.put("finishedAt", run.finishedAt().toString());
    run.rowsIn().ifPresent(rows -> json.put("rowsIn", rows));
    run.rowsScored().ifPresent(rows -> json.put("rowsScored", rows));
    json.put("rowsRejected", run.rejectedRows());
    json.put("rejected", run.rejected());
    json.put("sourceVersion", run.sourceVersion());
    json.put("specHash", run.specHash());
    json.put("table", run.table());
    json.put("location", run.location());
    run.tableVersion().ifPresent(version -> json.put("tableVersion", version));
    json.put("engine", run.engine());
    JsonNode summary = summary(run);
    if (!summary.isMissingNode()) {
      json.put("summary", summary);
    }
    return json;
  }
}
