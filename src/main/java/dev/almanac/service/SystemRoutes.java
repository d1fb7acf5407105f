package dev.almanac.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes for health, readiness, metrics, the OpenAPI document and the web page. */
final class SystemRoutes {
  private final ServedTables tables;
  private final Metrics metrics;
  private final StaticPage page;
  private byte[] openApi = {};

  SystemRoutes(ServedTables tables, Metrics metrics, StaticPage page) {
    this.tables = tables;
    this.metrics = metrics;
    this.page = page;
  }

  /** These routes and others; the OpenAPI document describes all of them. */
  List<Route> with(List<Route> others, String version) {
    List<Route> all = new ArrayList<>(others);
    all.addAll(routes());
    openApi = ApiJson.bytes(OpenApi.document(all, version));
    return List.copyOf(all);
  }

  private List<Route> routes() {
    return List.of(
        Route.get("/health", "health", call -> ApiResponse.json(Map.of("status", "ok")))
            .lane(Lane.INSTANT)
            .open()
            .summary("Whether the process lives.")
            .answers(200, "It does", Schemas.HEALTH)
            .build(),
        Route.get("/ready", "ready", this::ready)
            .lane(Lane.INSTANT)
            .open()
            .summary("Whether every table can be answered from: not before its first load.")
            .answers(200, "It can", Schemas.READY)
            .answers(503, "Not yet", Schemas.READY)
            .build(),
        Route.get("/metrics", "metrics", call -> new ApiResponse(200, Metrics.TYPE, metrics.text()))
            .lane(Lane.INSTANT)
            .summary("Counts and times for Prometheus.")
            .answersWith("text/plain", "In Prometheus' text format")
            .build(),
        Route.get(
                "/v1/openapi.json",
                "openapi",
                call -> new ApiResponse(200, ApiResponse.JSON, openApi))
            .lane(Lane.INSTANT)
            .open()
            .summary("This document.")
            .answers(200, "The document", Schema.map(Schema.any()))
            .build(),
        Route.get("/", "page", call -> page.file("index.html"))
            .lane(Lane.INSTANT)
            .open()
            .summary("The page for people.")
            .answersWith("text/html", "The page")
            .build(),
        Route.get("/page/{file}", "pageFile", call -> page.file(call.segment("file")))
            .lane(Lane.INSTANT)
            .open()
            .summary("What the page is made of.")
            .answersWith(StaticPage.TYPES.values(), "A file; its media type follows from its name")
            .build());
  }

  private ApiResponse ready(ApiRequest call) {
    Map<String, Object> byTable = new LinkedHashMap<>();
    boolean all = true;
    for (ServedTable table : tables.all()) {
      boolean isReady = table.isReady();
      byTable.put(table.name(), isReady);
      all &= isReady;
    }
    return ApiResponse.json(all ? 200 : 503, Map.of("ready", all, "tables", byTable));
  }
}
