package dev.almanac.service;

import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.Text;
import dev.almanac.lookup.CachedRunHistory;
import dev.almanac.lookup.RunJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes for scoring runs, read from the current runs table. */
final class RunRoutes {
  private static final int MOST = 1_000;
  private static final int USUAL = 50;

  /** Maximum number of cached run states; a summary is about a thousand characters. */
  private static final int KEPT = 5_000;

  private final CachedRunHistory runs;

  /**
   * @param location absolute location of the runs table
   */
  RunRoutes(String location) {
    this.runs = new CachedRunHistory(location, Map.of(), KEPT);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/runs", "listRuns", this::list)
            .summary("Scoring runs, each in the state it came to last; the newest first.")
            .query("table", "Only runs for this forecast table, by its name", Schema.text())
            .query("limit", "How many at most", Schema.whole(1, MOST))
            .answers(200, "The runs", Schemas.RUNS)
            .build(),
        Route.get("/v1/runs/{run}", "showRun", this::show)
            .summary(
                "One run: every state it came to in each of its tables, oldest first, with where its rows went.")
            .answers(200, "The states", Schemas.RUN)
            .build());
  }

  private ApiResponse list(ApiRequest call) {
    int limit = call.count("limit", 1, MOST, USUAL);
    Optional<String> table = Optional.ofNullable(call.query().get("table"));
    List<RunRecord> found =
        runs.latest(run -> table.isEmpty() || table.get().equals(run.table()), limit);
    return ApiResponse.json(Map.of("runs", found.stream().map(RunRoutes::describe).toList()));
  }

  private ApiResponse show(ApiRequest call) {
    RunId run = id(call.segment("run"));
    return ApiResponse.json(
        Map.of("states", runs.of(run).stream().map(RunRoutes::describe).toList()));
  }

  /** File locations are not sent to clients. */
  private static Map<String, Object> describe(RunRecord run) {
    Map<String, Object> body = RunJson.of(run);
    body.remove("location");
    return body;
  }

  private static RunId id(String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.bad("'%s' is no run: %s.".formatted(Text.printable(text), e.getMessage()));
    }
  }
}
