package dev.almanac.service;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ServeSpec;
import dev.almanac.lookup.Forecast;
import dev.almanac.lookup.ForecastIndex;
import dev.almanac.lookup.IndexSnapshot;
import dev.almanac.lookup.RunDateSelector;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes for forecast tables. */
final class TableRoutes {
  private static final String RUN_DATE = BatchBody.RUN_DATE;
  private static final String AS_OF = BatchBody.AS_OF;
  private static final int LONGEST_HISTORY = 1_000;
  private static final int USUAL_HISTORY = 100;

  private final ServedTables tables;
  private final OnDemandFallback misses;
  private final LocationRedactor places;
  private final int mostKeys;

  TableRoutes(ServedTables tables, OnDemandFallback misses, LocationRedactor places, int mostKeys) {
    this.tables = tables;
    this.misses = misses;
    this.places = places;
    this.mostKeys = mostKeys;
  }

  List<Route> routes() {
    String date = "A run date, such as 2026-05-01: the forecast that stands for it.";
    String asOf = "A date: the newest run date that is this one or an earlier one.";
    return List.of(
        Route.get("/v1/tables", "listTables", this::list)
            .lane(Lane.LOOKUP)
            .summary("The forecast tables that are served.")
            .answers(200, "All tables", Schemas.TABLES)
            .build(),
        Route.get("/v1/tables/{table}", "showTable", this::show)
            .lane(Lane.LOOKUP)
            .summary("One forecast table: its keys, its run dates, how old it is.")
            .answers(200, "The table", Schema.named("Table"))
            .build(),
        Route.post("/v1/tables/{table}:refresh", "refreshTable", this::refresh)
            .lane(Lane.REFRESH)
            .admin()
            .summary("Looks at the table at once and loads what is new.")
            .answers(200, "What came of it", Schemas.REFRESHED)
            .build(),
        Route.get("/v1/forecasts/{table}/{key}", "findForecast", this::find)
            .lane(Lane.LOOKUP)
            .summary("The forecast of a key; the values of several key columns between commas.")
            .query(RUN_DATE, date, Schema.text("date"))
            .query(AS_OF, asOf, Schema.text("date"))
            .answers(200, "The forecast and where it comes from", Schema.named("Forecast"))
            .build(),
        Route.get("/v1/forecasts/{table}/{key}/history", "showHistory", this::history)
            .lane(Lane.LOOKUP)
            .summary("The forecasts of a key for all run dates, newest first.")
            .query("limit", "How many at most", Schema.whole(1, LONGEST_HISTORY))
            .answers(200, "The forecasts", Schemas.HISTORY)
            .build(),
        Route.get("/v1/forecasts/{table}", "findForecastByColumns", this::findByColumns)
            .lane(Lane.LOOKUP)
            .summary("As findForecast, with each key column as a parameter of its name.")
            .query(RUN_DATE, date, Schema.text("date"))
            .query(AS_OF, asOf, Schema.text("date"))
            .otherQuery()
            .answers(200, "The forecast and where it comes from", Schema.named("Forecast"))
            .build(),
        Route.post("/v1/forecasts/{table}:batch", "findForecasts", this::batch)
            .lane(Lane.SMALL_BATCH)
            .summary(
                "The forecasts of many keys, all of one version of the table; those it has not are"
                    + " scored, if the table is served so and the fields are given.")
            .body(Schemas.KEYS)
            .answers(200, "One result a key, in their order", Schemas.RESULTS)
            .build());
  }

  private ApiResponse list(ApiRequest call) {
    return ApiResponse.json(
        Map.of("tables", tables.all().stream().map(table -> table.describe(call.at())).toList()));
  }

  private ApiResponse show(ApiRequest call) {
    return ApiResponse.json(table(call).describe(call.at()));
  }

  private ApiResponse refresh(ApiRequest call) {
    ForecastIndex.Refreshed refreshed = table(call).refresh();
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("tableVersion", refreshed.version());
    output.put("changed", refreshed.changed());
    output.put("filesLoaded", refreshed.filesLoaded());
    output.put("filesDropped", refreshed.filesDropped());
    output.put("rows", refreshed.rows());
    return ApiResponse.json(output);
  }

  private ApiResponse find(ApiRequest call) {
    ServedTable table = table(call);
    try (IndexSnapshot reader = table.read()) {
      return found(table, reader, key(reader, call), when(call), call.at());
    }
  }

  private ApiResponse findByColumns(ApiRequest call) {
    Map<String, String> key = new LinkedHashMap<>(call.query());
    key.remove(RUN_DATE);
    key.remove(AS_OF);
    ServedTable table = table(call);
    try (IndexSnapshot reader = table.read()) {
      return found(table, reader, key, when(call), call.at());
    }
  }

  private static ApiResponse found(
      ServedTable table,
      IndexSnapshot reader,
      Map<String, String> key,
      RunDateSelector when,
      Instant now) {
    List<String> warnings = table.warnings(reader, when, now);
    Forecast forecast = reader.find(key, when).orElseThrow(() -> reader.missing(key, when));
    Map<String, Object> output = Receipts.describe(table.name(), forecast, now);
    if (!warnings.isEmpty()) {
      output.put("warnings", warnings);
    }
    return ApiResponse.json(output);
  }

  private ApiResponse history(ApiRequest call) {
    int limit = call.count("limit", 1, LONGEST_HISTORY, USUAL_HISTORY);
    ServedTable table = table(call);
    try (IndexSnapshot reader = table.read()) {
      List<Map<String, Object>> output = new ArrayList<>();
      for (Forecast forecast : reader.history(key(reader, call), limit)) {
        output.add(Receipts.describe(table.name(), forecast, call.at()));
      }
      return ApiResponse.json(Map.of("forecasts", output));
    }
  }

  private ApiResponse batch(ApiRequest call) {
    ServedTable table = table(call);
    BatchBody batch = BatchBody.read(call.body(), mostKeys);
    RunDateSelector when = when(batch.runDate(), batch.asOf());
    Map<String, Object> answer = new LinkedHashMap<>();
    try (IndexSnapshot reader = table.read()) {
      List<String> warnings = table.warnings(reader, when, call.at());
      List<Map<String, Object>> results = new ArrayList<>();
      Map<Integer, BatchBody.Slice> missed = new LinkedHashMap<>();
      for (int i = 0; i < batch.keys().size(); i++) {
        BatchBody.Slice record = batch.record(i);
        boolean mayScore =
            record != null
                && when instanceof RunDateSelector.Newest
                && table.spec().onMiss() == ServeSpec.OnMiss.SCORE;
        Map<String, Object> result =
            one(table, reader, batch.keys().get(i), when, mayScore, call.at());
        results.add(result);
        if (result.isEmpty() && record != null) {
          missed.put(i, record);
        }
      }
      misses.score(reader, batch, missed, results, call.at());
      answer.put("tableVersion", reader.tableVersion());
      answer.put("results", results);
      if (!warnings.isEmpty()) {
        answer.put("warnings", warnings);
      }
    }
    return ApiResponse.json(answer);
  }

  /** The result of a key; empty if it is to be scored on demand. */
  private Map<String, Object> one(
      ServedTable table,
      IndexSnapshot reader,
      Map<String, String> key,
      RunDateSelector when,
      boolean mayScore,
      Instant now) {
    try {
      Optional<Forecast> forecast = reader.find(key, when);
      if (forecast.isPresent()) {
        return Receipts.describe(table.name(), forecast.get(), now);
      }
      if (mayScore) {
        return new LinkedHashMap<>();
      }
      throw reader.missing(key, when);
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.NO_SUCH_FORECAST) {
        throw e;
      }
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("key", key);
      result.put("error", ApiResponse.error(places.redact(e)));
      return result;
    }
  }

  private ServedTable table(ApiRequest call) {
    return tables.get(call.segment("table"));
  }

  private static Map<String, String> key(IndexSnapshot reader, ApiRequest call) {
    List<String> columns = reader.keyColumns();
    List<String> parts = call.parts("key");
    if (parts.size() != columns.size()) {
      throw ApiException.bad(
          "the key has %s, and the table's key is %s; write them in this order between commas, a comma within one as %%2C."
              .formatted(Text.count(parts.size(), "value"), String.join(", ", columns)));
    }
    Map<String, String> key = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      key.put(columns.get(i), parts.get(i));
    }
    return key;
  }

  private static RunDateSelector when(ApiRequest call) {
    return when(call.date(RUN_DATE), call.date(AS_OF));
  }

  private static RunDateSelector when(Optional<LocalDate> runDate, Optional<LocalDate> asOf) {
    if (runDate.isPresent() && asOf.isPresent()) {
      throw ApiException.bad("run_date and as_of are two ways to say which; keep one of them.");
    }
    return runDate
        .<RunDateSelector>map(RunDateSelector.On::new)
        .or(() -> asOf.map(RunDateSelector.AsOf::new))
        .orElseGet(RunDateSelector.Newest::new);
  }
}
