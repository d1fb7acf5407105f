package dev.almanac.app;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.TagKey;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.ModelHistory;
import dev.almanac.registry.VersionEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac registry show}: prints a model or one of its versions. */
@Command(
    name = "show",
    header = "One model or one version: measures, aliases, tags.",
    description =
        "One model: its versions with their measures, aliases, tags and notes, and the last things"
            + " that happened to it. With a version's number: that version in full.",
    footer = {
      "",
      "Examples:",
      "  almanac registry show flight-delay",
      "  almanac registry show flight-delay:3"
    })
final class RegistryShowCommand extends RegistrySubcommand {
  /** Number of events shown; {@code registry history} shows all. */
  private static final int LAST = 10;

  @Mixin private SubjectParameter subject = new SubjectParameter();

  RegistryShowCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    ModelHistory history = registry().show(subject.model());
    if (subject.number().isPresent()) {
      VersionEntry entry = entry(history, subject.number().getAsInt());
      output()
          .result(
              VersionFormatter.of(history, entry, aliasesOf(history, entry)), json(history, entry));
    } else {
      output().result(text(history), json(history));
    }
    return 0;
  }

  private static VersionEntry entry(ModelHistory history, int number) {
    return history.versions().stream()
        .filter(entry -> entry.version().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new AlmanacException(
                    ErrorCode.NO_SUCH_VERSION,
                    String.format(
                        Locale.ROOT,
                        "%s has no version %d.\nSee which there are with: almanac registry show %s",
                        history.model(),
                        number,
                        history.model())));
  }

  private static String text(ModelHistory history) {
    TextTable versions =
        new TextTable(
            "VERSION", "ALIASES", "ALGORITHM", "RUN DATE", "TRAINED ON", "MEASURES", "REMARKS");
    for (VersionEntry entry : history.versions()) {
      String aliases = String.join(" ", aliasesOf(history, entry));
      if (entry.manifest().isEmpty()) {
        versions.row(
            entry.version().toString(),
            aliases,
            "-",
            "-",
            "-",
            entry.damage().orElse("unreadable"),
            remarks(entry));
        continue;
      }
      var facts = entry.manifest().get().facts();
      versions.row(
          entry.version().toString(),
          aliases,
          facts.algorithm(),
          facts.provenance().runDate().toString(),
          SummaryFormatter.rows(facts.provenance().trainRows()),
          SummaryFormatter.metrics(facts.evaluation()),
          remarks(entry));
    }
    StringBuilder out = new StringBuilder();
    tags(history.tags()).ifPresent(tags -> out.append(tags).append(System.lineSeparator()));
    history.notes().forEach(note -> out.append(note.text()).append(System.lineSeparator()));
    out.append(versions).append(System.lineSeparator());
    GateFormatter.of(history)
        .ifPresent(judged -> out.append(judged).append(System.lineSeparator()));
    List<LedgerEvent> events = history.events();
    List<LedgerEvent> last = events.subList(Math.max(0, events.size() - LAST), events.size());
    out.append(RegistryHistoryCommand.table(last));
    if (last.size() < events.size()) {
      out.append(
          String.format(
              Locale.ROOT,
              "the last %d of %d events; all: almanac registry history %s",
              last.size(),
              events.size(),
              history.model()));
    }
    return out.toString();
  }

  /** Withdrawal, origin, tags and notes of a version. */
  private static String remarks(VersionEntry entry) {
    List<String> remarks = new ArrayList<>();
    entry.withdrawn().ifPresent(event -> remarks.add("WITHDRAWN: " + event.reason()));
    entry.origin().ifPresent(origin -> remarks.add("copied from " + origin.registry()));
    tags(entry.tags()).ifPresent(remarks::add);
    entry.notes().forEach(note -> remarks.add(note.text()));
    return String.join("; ", remarks);
  }

  private static Optional<String> tags(SortedMap<TagKey, String> tags) {
    return tags.isEmpty()
        ? Optional.empty()
        : Optional.of(
            tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(" ")));
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
    json.put("tags", tagMap(history.tags()));
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
                  line.put("text", SummaryFormatter.event(event));
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
    json.put("tags", tagMap(entry.tags()));
    json.put("notes", entry.notes().stream().map(note -> note.text()).toList());
    entry.withdrawn().ifPresent(event -> json.put("withdrawn", event.reason()));
    entry.origin().ifPresent(origin -> json.put("copiedFrom", origin.registry()));
    entry.damage().ifPresent(damage -> json.put("damage", damage));
    entry
        .manifest()
        .ifPresent(
            manifest -> {
              json.put("algorithm", manifest.facts().algorithm());
              json.put("runDate", manifest.facts().provenance().runDate().toString());
              json.put("trainRows", manifest.facts().provenance().trainRows());
              json.put("holdoutRows", manifest.facts().provenance().holdoutRows());
              if (!manifest.facts().judgement().isEmpty()) {
                json.put("judgement", GateFormatter.json(manifest.facts().judgement()));
              }
              json.put("metrics", SummaryFormatter.metricMap(manifest.facts().evaluation()));
              manifest
                  .facts()
                  .importance()
                  .ifPresent(learned -> json.put("importance", ImportanceFormatter.json(learned)));
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

  private static Map<String, String> tagMap(SortedMap<TagKey, String> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    tags.forEach((key, value) -> map.put(key.value(), value));
    return map;
  }
}
