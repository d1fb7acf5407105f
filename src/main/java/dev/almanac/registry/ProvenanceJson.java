package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Provenance;
import dev.almanac.core.RunId;
import dev.almanac.core.SourceVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON form of a version's provenance. */
final class ProvenanceJson {
  private ProvenanceJson() {}

  static ObjectNode write(Provenance provenance) {
    ObjectNode json = Json.object();
    json.put("runId", provenance.runId().value());
    json.put("runDate", provenance.runDate().toString());
    json.put("trainedAt", provenance.trainedAt().toString());
    json.put("trainedBy", provenance.trainedBy());
    provenance
        .parent()
        .ifPresent(
            parent ->
                json.putObject("parent")
                    .put("number", parent.number())
                    .put("runId", parent.runId().value()));
    ArrayNode sources = json.putArray("sources");
    provenance.sources().forEach(source -> sources.add(write(source)));
    json.put("trainRows", provenance.trainRows());
    json.put("holdoutRows", provenance.holdoutRows());
    ObjectNode dropped = json.putObject("droppedRows");
    provenance.droppedRows().forEach(dropped::put);
    json.put("seed", provenance.seed());
    json.put("specHash", provenance.specHash());
    json.put("spec", provenance.spec());
    ObjectNode libraries = json.putObject("libraries");
    provenance.libraries().forEach(libraries::put);
    json.put("gitCommit", provenance.gitCommit());
    return json;
  }

  static Provenance read(JsonFields json) throws MalformedException {
    return new Provenance(
        json.parsed("runId", RunId::new),
        json.parsed("runDate", LocalDate::parse),
        json.parsed("trainedAt", Instant::parse),
        json.text("trainedBy"),
        json.has("parent") ? Optional.of(parent(json.object("parent"))) : Optional.empty(),
        json.objects("sources", ProvenanceJson::source),
        json.integer("trainRows"),
        json.integer("holdoutRows"),
        json.integerMap("droppedRows"),
        json.integer("seed"),
        json.text("specHash"),
        json.text("spec"),
        json.textMap("libraries"),
        json.text("gitCommit"));
  }

  private static ParentVersion parent(JsonFields json) throws MalformedException {
    return new ParentVersion(json.smallInteger("number"), json.parsed("runId", RunId::new));
  }

  private static ObjectNode write(SourceVersion source) {
    ObjectNode json = Json.object();
    json.put("name", source.name());
    json.put("location", source.location());
    json.put("format", source.format());
    source.version().ifPresent(version -> json.put("version", version));
    json.put("fingerprint", source.fingerprint());
    return json;
  }

  private static SourceVersion source(JsonFields json) throws MalformedException {
    return new SourceVersion(
        json.text("name"),
        json.text("location"),
        json.text("format"),
        json.has("version") ? OptionalLong.of(json.integer("version")) : OptionalLong.empty(),
        json.text("fingerprint"));
  }
}
