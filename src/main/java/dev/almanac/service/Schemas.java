package dev.almanac.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** JSON schemas of requests and responses. */
final class Schemas {
  private static final Schema VALUES = Schema.map(Schema.any());

  static final Schema TABLES =
      Schema.object().has("tables", Schema.list(Schema.named("Table"))).build();

  static final Schema REFRESHED =
      Schema.object()
          .has("tableVersion", Schema.whole())
          .has("changed", Schema.truth())
          .has("filesLoaded", Schema.whole())
          .has("filesDropped", Schema.whole())
          .has("rows", Schema.whole())
          .build();

  static final Schema HISTORY =
      Schema.object().has("forecasts", Schema.list(Schema.named("Forecast"))).build();

  static final Schema KEYS =
      Schema.object()
          .has("keys", Schema.list(VALUES))
          .mayHave("records", Schema.list(Schema.any()))
          .mayHave("run_date", Schema.text("date"))
          .mayHave("as_of", Schema.text("date"))
          .build();

  static final Schema RESULTS =
      Schema.object()
          .has("tableVersion", Schema.whole())
          .has("results", Schema.list(Schema.named("KeyResult")))
          .mayHave("warnings", Schema.list(Schema.text()))
          .build();

  static final Schema RECORDS = Schema.object().has("records", Schema.list(VALUES)).build();

  static final Schema PREDICTIONS =
      Schema.object()
          .has("results", Schema.list(Schema.named("Prediction")))
          .has("receipt", Schema.named("Receipt"))
          .build();

  static final Schema MODELS =
      Schema.object().has("models", Schema.list(Schema.named("ModelSummary"))).build();

  static final Schema EVENTS = Schema.object().has("events", Schema.list(VALUES)).build();

  static final Schema SUMMARY =
      Schema.object()
          .has("tableVersion", Schema.whole())
          .has("runDate", Schema.text("date"))
          .has("rowsRead", Schema.whole())
          .has("rowsMet", Schema.whole())
          .mayHave("rows", Schema.list(VALUES))
          .mayHave(
              "groups",
              Schema.list(
                  Schema.object()
                      .has("by", VALUES)
                      .has("measures", Schema.list(Schema.any()))
                      .build()))
          .mayHave("cut", Schema.truth())
          .build();

  static final Schema RUNS = Schema.object().has("runs", Schema.list(Schema.named("Run"))).build();

  static final Schema RUN = Schema.object().has("states", Schema.list(Schema.named("Run"))).build();

  static final Schema HEALTH = Schema.object().has("status", Schema.words("ok")).build();

  static final Schema READY =
      Schema.object()
          .has("ready", Schema.truth())
          .has("tables", Schema.map(Schema.truth()))
          .build();

  private Schemas() {}

  /** The schema of an aggregate query, with the given keywords. */
  static Schema question(Set<String> comparisons, Set<String> kinds, Set<String> orders) {
    return Schema.object()
        .mayHave("run_date", Schema.text("date"))
        .mayHave(
            "where",
            Schema.list(
                Schema.object()
                    .has("column", Schema.text())
                    .has("is", words(comparisons))
                    .mayHave("values", Schema.list(Schema.any()))
                    .build()))
        .mayHave("group_by", Schema.list(Schema.text()))
        .mayHave(
            "measures",
            Schema.list(
                Schema.object()
                    .has("is", words(kinds))
                    .mayHave("of", Schema.text())
                    .mayHave("at", Schema.number())
                    .build()))
        .mayHave(
            "top", Schema.object().has("by", Schema.text()).has("order", words(orders)).build())
        .mayHave("limit", Schema.whole(1, 1_000))
        .build();
  }

  private static Schema words(Set<String> words) {
    return Schema.words(new TreeSet<>(words).toArray(String[]::new));
  }

  /** The schemas that others reference by name. */
  static Map<String, Schema> named() {
    Map<String, Schema> named = new LinkedHashMap<>();
    named.put("Error", error());
    named.put("Receipt", receipt());
    named.put("Reject", reject());
    named.put(
        "Forecast",
        Schema.object()
            .has("key", VALUES)
            .has("forecast", VALUES)
            .has("receipt", Schema.named("Receipt"))
            .mayHave("warnings", Schema.list(Schema.text()))
            .build());
    named.put(
        "KeyResult",
        Schema.object()
            .has("key", VALUES)
            .mayHave("forecast", VALUES)
            .mayHave("reject", Schema.named("Reject"))
            .mayHave("receipt", Schema.named("Receipt"))
            .mayHave("error", errorBody())
            .build());
    named.put(
        "Prediction",
        Schema.object()
            .mayHave("forecast", VALUES)
            .mayHave("reject", Schema.named("Reject"))
            .build());
    named.put("Table", table());
    named.put("ModelSummary", modelSummary());
    named.put("Model", model());
    named.put("ModelVersion", modelVersion());
    named.put("Version", version());
    named.put("Run", run());
    return named;
  }

  private static Schema errorBody() {
    return Schema.object()
        .has("status", Schema.whole())
        .has("code", Schema.text())
        .has("message", Schema.text())
        .mayHave("fields", Schema.list(Schema.text()))
        .build();
  }

  private static Schema error() {
    return Schema.object().has("error", errorBody()).build();
  }

  private static Schema reject() {
    return Schema.object()
        .has("reason", Schema.text())
        .mayHave("field", Schema.text())
        .mayHave("value", Schema.text())
        .build();
  }

  private static Schema receipt() {
    return Schema.object()
        .has("source", Schema.words("stored", "on-demand"))
        .has("model", Schema.text())
        .has("version", Schema.whole())
        .has("scoredAt", Schema.text("date-time"))
        .has("ageSeconds", Schema.whole())
        .mayHave("runDate", Schema.text("date"))
        .mayHave("runId", Schema.text())
        .mayHave("sourceVersion", Schema.text())
        .mayHave("table", Schema.text())
        .mayHave("tableVersion", Schema.whole())
        .mayHave("engine", Schema.words("compiled", "jpmml"))
        .build();
  }

  private static Schema table() {
    return Schema.object()
        .has("name", Schema.text())
        .has("ready", Schema.truth())
        .has("reachable", Schema.truth())
        .mayHave("keys", Schema.list(Schema.text()))
        .mayHave("tableVersion", Schema.whole())
        .mayHave("rows", Schema.map(Schema.whole()))
        .mayHave("model", Schema.text())
        .mayHave("version", Schema.whole())
        .mayHave("runId", Schema.text())
        .mayHave("scoredAt", Schema.text("date-time"))
        .mayHave("ageSeconds", Schema.whole())
        .mayHave("old", Schema.truth())
        .mayHave("maxAgeSeconds", Schema.whole())
        .mayHave("checkedAt", Schema.text("date-time"))
        .mayHave("loadedAt", Schema.text("date-time"))
        .mayHave("loadMillis", Schema.whole())
        .build();
  }

  private static Schema modelSummary() {
    return Schema.object()
        .has("name", Schema.text())
        .has("versions", Schema.whole())
        .has("withdrawn", Schema.whole())
        .mayHave("latest", Schema.whole())
        .has("aliases", Schema.map(Schema.whole()))
        .has("refusals", Schema.whole())
        .mayHave("changedAt", Schema.text("date-time"))
        .has("damaged", Schema.truth())
        .build();
  }

  private static Schema model() {
    return Schema.object()
        .has("name", Schema.text())
        .has("aliases", Schema.map(Schema.whole()))
        .has("versions", Schema.list(Schema.named("ModelVersion")))
        .has("tags", Schema.map(Schema.text()))
        .has("notes", Schema.list(Schema.text()))
        .build();
  }

  private static Schema modelVersion() {
    return Schema.object()
        .has("version", Schema.whole())
        .has("registeredAt", Schema.text("date-time"))
        .has("by", Schema.text())
        .has("runId", Schema.text())
        .mayHave("withdrawn", Schema.text())
        .has("tags", Schema.map(Schema.text()))
        .has("notes", Schema.list(Schema.text()))
        .mayHave("algorithm", Schema.text())
        .mayHave("runDate", Schema.text("date"))
        .mayHave("trainRows", Schema.whole())
        .mayHave("metrics", Schema.map(Schema.number()))
        .has("damaged", Schema.truth())
        .build();
  }

  private static Schema version() {
    return Schema.object()
        .has("model", Schema.text())
        .has("version", Schema.whole())
        .has("registeredAt", Schema.text("date-time"))
        .has("by", Schema.text())
        .has("aliases", Schema.list(Schema.text()))
        .mayHave("withdrawn", Schema.text())
        .has("manifest", VALUES)
        .has("typicalRow", VALUES)
        .build();
  }

  private static Schema run() {
    return Schema.object()
        .has("runId", Schema.text())
        .has("job", Schema.text())
        .has("versions", Schema.text())
        .has("runDate", Schema.text("date"))
        .has("state", Schema.text())
        .has("reason", Schema.text())
        .has("user", Schema.text())
        .has("startedAt", Schema.text("date-time"))
        .has("finishedAt", Schema.text("date-time"))
        .mayHave("rowsIn", Schema.whole())
        .mayHave("rowsScored", Schema.whole())
        .has("rowsRejected", Schema.whole())
        .has("rejected", Schema.map(Schema.whole()))
        .has("sourceVersion", Schema.text())
        .has("specHash", Schema.text())
        .has("table", Schema.text())
        .mayHave("tableVersion", Schema.whole())
        .has("engine", Schema.text())
        .mayHave("summary", Schema.any())
        .build();
  }
}
