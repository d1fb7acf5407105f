package dev.almanac.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OpenAPI document of a list of routes, generated from the routes that the service dispatches. */
final class OpenApi {
  private static final List<Integer> ERRORS = List.of(400, 401, 403, 404, 405, 421, 431, 500, 503);
  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(400, "The request is not understood"),
          Map.entry(401, "A token is needed"),
          Map.entry(403, "The token is not for this"),
          Map.entry(404, "There is no such thing"),
          Map.entry(405, "Another method is taken there"),
          Map.entry(408, "The request came too slowly"),
          Map.entry(409, "The version must not be used, or is not proven"),
          Map.entry(413, "The request is larger than it may be"),
          Map.entry(415, "The body is not of the type application/json"),
          Map.entry(421, "The host of the request is not one of the service's"),
          Map.entry(431, "The headers are larger than they may be"),
          Map.entry(422, "Fields are unknown, missing or of another type"),
          Map.entry(500, "The service made an error"),
          Map.entry(503, "Not now: not loaded yet, too old, too busy or another system failed"));

  private OpenApi() {}

  static Map<String, Object> document(List<Route> routes, String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "Almanac",
            "version",
            version,
            "description",
            "Stored forecasts with their receipts, predictions on demand, models and their"
                + " history.",
            "license",
            Map.of("name", "AGPL-3.0-only", "identifier", "AGPL-3.0-only")));
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
    }
    document.put("paths", paths);
    Map<String, Object> schemas = new LinkedHashMap<>();
    Schemas.named().forEach((name, schema) -> schemas.put(name, schema.json()));
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return document;
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", route.id());
    operation.put("summary", route.summary());
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (String name : new RoutePattern(route.path()).names()) {
      parameters.add(
          Map.of("name", name, "in", "path", "required", true, "schema", Schema.text().json()));
    }
    for (Route.Parameter parameter : route.query()) {
      parameters.add(
          Map.of(
              "name",
              parameter.name(),
              "in",
              "query",
              "required",
              false,
              "description",
              parameter.description(),
              "schema",
              parameter.schema().json()));
    }
    if (route.otherQuery() == Route.OtherQuery.TAKEN) {
      parameters.add(
          Map.of(
              "name",
              "columns",
              "in",
              "query",
              "required",
              false,
              "style",
              "form",
              "explode",
              true,
              "description",
              "Each key column of the table with its value.",
              "schema",
              Schema.map(Schema.text()).json()));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    route
        .body()
        .ifPresent(
            schema ->
                operation.put(
                    "requestBody",
                    Map.of("required", true, "content", content(ApiResponse.JSON, schema))));
    operation.put("responses", responses(route));
    operation.put(
        "security", route.scope().isPresent() ? List.of(Map.of("token", List.of())) : List.of());
    return operation;
  }

  private static Map<String, Object> responses(Route route) {
    Map<String, Object> responses = new LinkedHashMap<>();
    Map<Integer, Map<String, Object>> contents = new LinkedHashMap<>();
    for (Route.Answer answer : route.answers()) {
      contents
          .computeIfAbsent(answer.status(), status -> new LinkedHashMap<>())
          .putAll(content(bare(answer.type()), answer.schema().orElse(Schema.text())));
      responses.put(
          Integer.toString(answer.status()),
          Map.of("description", answer.description(), "content", contents.get(answer.status())));
    }
    List<Integer> errors = new ArrayList<>(ERRORS);
    if (route.body().isPresent()) {
      errors.addAll(List.of(408, 409, 413, 415, 422));
    }
    for (int status : errors) {
      responses.putIfAbsent(
          Integer.toString(status),
          Map.of(
              "description",
              MEANINGS.getOrDefault(status, "An error"),
              "content",
              content(ApiResponse.JSON, Schema.named("Error"))));
    }
    return responses;
  }

  /** A media type without its parameters. */
  private static String bare(String type) {
    return type.replaceFirst(";.*", "");
  }

  private static Map<String, Object> content(String type, Schema schema) {
    return Map.of(type, Map.of("schema", schema.json()));
  }
}
