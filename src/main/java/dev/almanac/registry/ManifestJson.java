package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.Field;
import dev.almanac.core.ModelName;
import dev.almanac.core.RunId;
import dev.almanac.files.RelativePath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * JSON form of {@code manifest.json}. Schema 1; schema 2 if the decision is more than a threshold,
 * since a release that knows only schema 1 would ignore the rest and decide differently than was
 * verified; schema 3 if a field is a text, which earlier releases do not support.
 */
final class ManifestJson {
  static final int SCHEMA = 1;
  private static final int SCHEMA_WITH_DECISION = 2;
  private static final int SCHEMA_WITH_TEXT = 3;

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    VersionFacts facts = manifest.facts();
    ObjectNode json = Json.object();
    json.put("schema", schema(facts));
    json.put("model", manifest.model().value());
    json.put("runId", manifest.runId().value());
    json.put("algorithm", facts.algorithm());
    json.put("description", facts.description());
    json.set("signature", FactsJson.write(facts.signature()));
    json.set("decision", FactsJson.write(facts.decision()));
    json.set("evaluation", FactsJson.write(facts.evaluation()));
    ArrayNode gate = json.putArray("gate");
    facts.gate().forEach(rule -> gate.add(GateJson.write(rule)));
    GateJson.put(json, facts.judgement());
    facts.search().ifPresent(search -> json.set("search", SearchJson.write(search)));
    ArrayNode parity = json.putArray("parity");
    facts.parity().forEach(certificate -> parity.add(FactsJson.write(certificate)));
    facts
        .importance()
        .ifPresent(importance -> json.set("importance", ImportanceJson.write(importance)));
    json.set("provenance", ProvenanceJson.write(facts.provenance()));
    ArrayNode files = json.putArray("files");
    for (ArtifactFile file : manifest.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    return Json.write(json);
  }

  private static int schema(VersionFacts facts) {
    if (facts.signature().inputs().stream().anyMatch(input -> input.kind() == Field.Kind.TEXT)) {
      return SCHEMA_WITH_TEXT;
    }
    return facts.decision().isPlain() ? SCHEMA : SCHEMA_WITH_DECISION;
  }

  static Manifest read(byte[] content) throws MalformedException {
    JsonFields json = JsonFields.of(Json.read(content));
    int schema = json.smallInteger("schema");
    if (schema < SCHEMA || schema > SCHEMA_WITH_TEXT) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it is of schema %d and this release reads %d to %d; a later release wrote it",
              schema,
              SCHEMA,
              SCHEMA_WITH_TEXT));
    }
    try {
      VersionFacts facts =
          new VersionFacts(
              FactsJson.signature(json.object("signature")),
              FactsJson.decision(json.object("decision")),
              FactsJson.evaluation(json.object("evaluation")),
              json.objects("gate", GateJson::rule),
              GateJson.judgement(json),
              json.has("search")
                  ? Optional.of(SearchJson.read(json.object("search")))
                  : Optional.empty(),
              json.objects("parity", FactsJson::parity),
              json.has("importance")
                  ? Optional.of(ImportanceJson.read(json.object("importance")))
                  : Optional.empty(),
              ProvenanceJson.read(json.object("provenance")),
              json.text("algorithm"),
              json.text("description"));
      return new Manifest(
          json.parsed("model", ModelName::new),
          json.parsed("runId", RunId::new),
          facts,
          distinct(json.objects("files", ManifestJson::file)));
    } catch (IllegalArgumentException e) {
      // the checks of the records' constructors
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Refuses duplicate names, also those that differ only in case: some file systems have one file
   * for both.
   */
  private static List<ArtifactFile> distinct(List<ArtifactFile> files) throws MalformedException {
    Set<String> names = new HashSet<>();
    for (ArtifactFile file : files) {
      if (!names.add(file.name().toLowerCase(Locale.ROOT))) {
        throw new MalformedException("'files' has '%s' twice".formatted(file.name()));
      }
    }
    return files;
  }

  private static ArtifactFile file(JsonFields json) throws MalformedException {
    long bytes = json.integer("bytes");
    if (bytes < 0) {
      throw new MalformedException(
          String.format(Locale.ROOT, "'bytes' is %d, and a file has 0 or more", bytes));
    }
    return new ArtifactFile(json.parsed("name", RelativePath::check), bytes, json.text("sha256"));
  }
}
