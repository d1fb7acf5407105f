package dev.almanac.app;

import dev.almanac.core.ModelName;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.ModelHistory;
import dev.almanac.registry.VersionEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac registry show}. */
@Command(
    name = "show",
    header = "One model and its history.",
    description = "One model: its versions with their measures, aliases, refusals and history.")
final class RegistryShowCommand extends RegistrySubcommand {
  @Parameters(
      paramLabel = "MODEL",
      converter = RegistryAliasCommand.ModelNameConverter.class,
      description = "The model's name.")
  private ModelName model = new ModelName("unset");

  RegistryShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelHistory history = registry().show(model);
    output().result(text(history), json(history));
    return 0;
  }

  private static String text(ModelHistory history) {
    Table versions =
        new Table("VERSION", "ALIASES", "ALGORITHM", "RUN DATE", "TRAINED ON", "MEASURES");
    for (VersionEntry entry : history.versions()) {
      String aliases = String.join(" ", aliasesOf(history, entry));
      if (entry.manifest().isEmpty()) {
        versions.row(
            entry.version().toString(),
            aliases,
            "-",
            "-",
            "-",
            entry.damage().orElse("unreadable"));
        continue;
      }
      var facts = entry.manifest().get().facts();
      versions.row(
          entry.version().toString(),
          aliases,
          facts.algorithm(),
          facts.provenance().runDate().toString(),
          Summaries.rows(facts.provenance().trainRows()),
          Summaries.metrics(facts.evaluation()));
    }
    StringBuilder out = new StringBuilder(versions.toString());
    out.append(System.lineSeparator());
    Table events = new Table("#", "WHEN", "WHO", "WHAT");
    for (LedgerEvent event : history.events()) {
      events.row(
          Long.toString(event.stamp().seq()),
          Summaries.time(event.stamp().at()),
          event.stamp().by(),
          Summaries.event(event));
    }
    return out.append(events).toString();
  }

  private static List<String> aliasesOf(ModelHistory history, VersionEntry entry) {
    return history.aliases().entrySet().stream()
        .filter(alias -> alias.getValue() == entry.version().number())
        .map(alias -> alias.getKey().value())
        .toList();
  }

  private static Map<String, Object> json(ModelHistory history) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", history.model().value());
    json.put(
        "aliases",
        history.aliases().entrySet().stream()
            .collect(
                Collectors.toMap(
                    alias -> alias.getKey().value(),
                    Map.Entry::getValue,
                    (a, b) -> a,
                    LinkedHashMap::new)));
    json.put("versions", history.versions().stream().map(entry -> json(history, entry)).toList());
    json.put(
        "events",
        history.events().stream()
            .map(
                event -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("seq", event.stamp().seq());
                  line.put("at", event.stamp().at().toString());
                  line.put("by", event.stamp().by());
                  line.put("runId", event.stamp().runId().value());
                  line.put("kind", event.kind());
                  line.put("text", Summaries.event(event));
                  return line;
                })
            .toList());
    return json;
  }

  private static Map<String, Object> json(ModelHistory history, VersionEntry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", entry.version().number());
    json.put("registeredAt", entry.registeredAt().toString());
    json.put("by", entry.by());
    json.put("runId", entry.runId().value());
    json.put("aliases", aliasesOf(history, entry));
    entry.damage().ifPresent(damage -> json.put("damage", damage));
    entry
        .manifest()
        .ifPresent(
            manifest -> {
              json.put("algorithm", manifest.facts().algorithm());
              json.put("runDate", manifest.facts().provenance().runDate().toString());
              json.put("trainRows", manifest.facts().provenance().trainRows());
              json.put("holdoutRows", manifest.facts().provenance().holdoutRows());
              json.put("metrics", Summaries.metricMap(manifest.facts().evaluation()));
              json.put(
                  "sources",
                  manifest.facts().provenance().sources().stream()
                      .map(source -> source.brief())
                      .toList());
              json.put(
                  "files", manifest.files().stream().map(file -> file.name()).sorted().toList());
            });
    return json;
  }
}
