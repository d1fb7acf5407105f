package dev.almanac.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.Alias;
import dev.almanac.core.ModelName;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.Text;
import dev.almanac.pmml.PmmlJson;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.ModelHistory;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelSummary;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.registry.VersionEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Routes for models and for predictions on demand. */
final class ModelRoutes {
  private static final String RECORDS = "records";
  private static final String PMML = "model.pmml";
  private static final String PMML_JSON = "model.pmml.json";

  private final ModelRegistry registry;
  private final ModelCache shelf;
  private final Metrics metrics;
  private final int mostRecords;

  ModelRoutes(ModelRegistry registry, ModelCache shelf, Metrics metrics, int mostRecords) {
    this.registry = registry;
    this.shelf = shelf;
    this.metrics = metrics;
    this.mostRecords = mostRecords;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/models", "listModels", this::list)
            .summary("All models.")
            .answers(200, "The models", Schemas.MODELS)
            .build(),
        Route.get("/v1/models/{name}", "showModel", this::show)
            .summary("One model: its versions, aliases, tags and notes.")
            .answers(200, "The model", Schema.named("Model"))
            .build(),
        Route.get("/v1/models/{name}/history", "showModelHistory", this::history)
            .summary("All that happened to a model, oldest first, as its ledger has it.")
            .answers(200, "The events", Schemas.EVENTS)
            .build(),
        Route.get("/v1/models/{name}/versions/{version}", "showVersion", this::version)
            .summary(
                "One version, by its number or an alias: its manifest with signature, decision,"
                    + " measures, certificates and origin, and a typical row of its inputs.")
            .answers(200, "The version", Schema.named("Version"))
            .build(),
        Route.get("/v1/models/{name}/versions/{version}/pmml", "readPmml", this::pmml)
            .lane(Lane.DOCUMENT)
            .summary("The version's PMML document.")
            .answersWith("application/xml", "The document")
            .build(),
        Route.get("/v1/models/{name}/versions/{version}/pmml.json", "readPmmlJson", this::pmmlJson)
            .lane(Lane.DOCUMENT)
            .summary("The version's PMML document as JSON.")
            .answers(200, "The document", Schema.map(Schema.any()))
            .build(),
        Route.post("/v1/models/{ref}/predict", "predict", this::predict)
            .lane(Lane.SMALL_BATCH)
            .summary("Scores records by a version: NAME (its champion), NAME@ALIAS or NAME:NUMBER.")
            .body(Schemas.RECORDS)
            .answers(200, "One result a record, in their order", Schemas.PREDICTIONS)
            .build());
  }

  private ApiResponse list(ApiRequest call) {
    List<Map<String, Object>> models = new ArrayList<>();
    for (ModelSummary summary : registry.models()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("name", summary.name().value());
      result.put("versions", summary.versions());
      result.put("withdrawn", summary.withdrawn());
      summary.latest().ifPresent(latest -> result.put("latest", latest));
      result.put("aliases", aliases(summary.aliases()));
      result.put("refusals", summary.refusals());
      summary
          .lastEvent()
          .ifPresent(event -> result.put("changedAt", event.stamp().at().toString()));
      result.put("damaged", summary.damage().isPresent());
      models.add(result);
    }
    return ApiResponse.json(Map.of("models", models));
  }

  private static Map<String, Integer> aliases(SortedMap<Alias, Integer> aliases) {
    Map<String, Integer> result = new TreeMap<>();
    aliases.forEach((alias, version) -> result.put(alias.value(), version));
    return result;
  }

  private ApiResponse show(ApiRequest call) {
    ModelHistory history = registry.show(name(call));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", history.model().value());
    result.put("aliases", aliases(history.aliases()));
    result.put("versions", history.versions().stream().map(ModelRoutes::describe).toList());
    Map<String, String> tags = new TreeMap<>();
    history.tags().forEach((key, value) -> tags.put(key.value(), value));
    result.put("tags", tags);
    result.put("notes", history.notes().stream().map(LedgerEvent.Noted::text).toList());
    return ApiResponse.json(result);
  }

  private static Map<String, Object> describe(VersionEntry entry) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("version", entry.version().number());
    result.put("registeredAt", entry.registeredAt().toString());
    result.put("by", entry.by());
    result.put("runId", entry.runId().value());
    entry.withdrawn().ifPresent(event -> result.put("withdrawn", event.reason()));
    Map<String, String> tags = new TreeMap<>();
    entry.tags().forEach((key, value) -> tags.put(key.value(), value));
    result.put("tags", tags);
    result.put("notes", entry.notes().stream().map(LedgerEvent.Noted::text).toList());
    entry
        .manifest()
        .ifPresent(
            manifest -> {
              result.put("algorithm", manifest.facts().algorithm());
              result.put("runDate", manifest.facts().provenance().runDate().toString());
              result.put("trainRows", manifest.facts().provenance().trainRows());
              Map<String, Double> metrics = new TreeMap<>();
              manifest
                  .facts()
                  .evaluation()
                  .metrics()
                  .forEach((metric, value) -> metrics.put(metric.word(), value));
              result.put("metrics", metrics);
            });
    result.put("damaged", entry.damage().isPresent());
    return result;
  }

  private ApiResponse history(ApiRequest call) {
    List<JsonNode> events = new ArrayList<>();
    for (LedgerEvent event : registry.events(name(call))) {
      events.add(ApiJson.tree(event.json().getBytes(StandardCharsets.UTF_8)));
    }
    return ApiResponse.json(Map.of("events", events));
  }

  private ApiResponse version(ApiRequest call) {
    RegisteredVersion registered = registered(call);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", registered.version().model().value());
    result.put("version", registered.version().number());
    result.put("registeredAt", registered.registeredAt().toString());
    result.put("by", registered.by());
    List<String> aliases = new ArrayList<>();
    registry
        .aliases(registered.version().model())
        .forEach(
            (alias, number) -> {
              if (number == registered.version().number()) {
                aliases.add(alias.value());
              }
            });
    result.put("aliases", aliases);
    registry
        .withdrawal(registered.version())
        .ifPresent(event -> result.put("withdrawn", event.reason()));
    VersionArtifacts artifacts = registry.open(registered);
    result.put("manifest", ApiJson.tree(artifacts.manifest()));
    result.put("typicalRow", TypicalRow.of(artifacts));
    return ApiResponse.json(result);
  }

  private ApiResponse pmml(ApiRequest call) {
    return new ApiResponse(200, "application/xml", document(call));
  }

  private ApiResponse pmmlJson(ApiRequest call) {
    VersionArtifacts artifacts = registry.open(registered(call));
    return new ApiResponse(
        200,
        ApiResponse.JSON,
        artifacts.has(PMML_JSON)
            ? ModelMemory.read(artifacts, PMML_JSON, ModelMemory.most())
            : PmmlJson.toJson(document(artifacts)));
  }

  private byte[] document(ApiRequest call) {
    return document(registry.open(registered(call)));
  }

  private static byte[] document(VersionArtifacts artifacts) {
    if (!artifacts.has(PMML)) {
      throw new ApiException(
          404,
          "NO_SUCH_DOCUMENT",
          "%s has no PMML document.".formatted(artifacts.version().version()));
    }
    return ModelMemory.read(artifacts, PMML, ModelMemory.most());
  }

  private ApiResponse predict(ApiRequest call) {
    ModelRef ref = reference(call.segment("ref"));
    ServedModel model = shelf.get(ref);
    RecordRows records = ApiJson.read(call.body(), parser -> records(parser, model));
    ServedModel.Scored scored = model.score(records);
    metrics.scored(
        model.version().model().value(), records.size() - scored.rejects(), scored.rejects());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("results", scored.results());
    result.put("receipt", model.receipt(call.at()));
    return ApiResponse.json(result);
  }

  private RecordRows records(JsonParser parser, ServedModel model) throws IOException {
    Records.Reading reading = model.records();
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (!parser.currentName().equals(RECORDS)) {
        throw ApiException.bad("the body has the list 'records' and nothing else.");
      }
      found = true;
      parser.nextToken();
      Batches.list(parser, RECORDS, mostRecords, reading::read);
    }
    if (!found) {
      throw Batches.noList(RECORDS);
    }
    return reading.end();
  }

  private static ModelRef reference(String text) {
    try {
      ModelRef ref = ModelRef.parse(text);
      if (ref instanceof ModelRef.ByAlias byAlias && byAlias.at().isPresent()) {
        throw ApiException.bad("predictions are made by what is meant now; leave ?at= out.");
      }
      return ref;
    } catch (IllegalArgumentException e) {
      throw ApiException.bad(e.getMessage() + ".");
    }
  }

  private static ModelName name(ApiRequest call) {
    try {
      return new ModelName(call.segment("name"));
    } catch (IllegalArgumentException e) {
      throw ApiException.bad(e.getMessage() + ".");
    }
  }

  /** The version by number or alias; it may be withdrawn. */
  private RegisteredVersion registered(ApiRequest call) {
    ModelName name = name(call);
    String version = call.segment("version");
    try {
      ModelRef ref =
          version.matches("[0-9]{1,9}")
              ? new ModelRef.ByNumber(new ModelVersion(name, Integer.parseInt(version)))
              : new ModelRef.ByAlias(name, new Alias(version), Optional.empty());
      return registry.inspect(ref);
    } catch (IllegalArgumentException e) {
      throw ApiException.bad(
          "'%s' is neither a version's number nor an alias: %s."
              .formatted(Text.printable(version), e.getMessage()));
    }
  }
}
