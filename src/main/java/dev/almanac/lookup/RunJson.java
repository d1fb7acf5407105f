package dev.almanac.lookup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.almanac.core.RunRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON form of a run, for commands and the service. */
public final class RunJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunJson() {}

  /** The summary in a run's commit; a missing node if it has none. */
  public static JsonNode summary(RunRecord run) {
    try {
      return run.summary().isEmpty() ? MissingNode.getInstance() : JSON.readTree(run.summary());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** The known fields of a run in one of its states; unknown ones are absent. */
  public static Map<String, Object> of(RunRecord run) {
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
