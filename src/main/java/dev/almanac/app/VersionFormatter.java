package dev.almanac.app;

import dev.almanac.core.SourceVersion;
import dev.almanac.core.Text;
import dev.almanac.registry.LedgerEvent;
import dev.almanac.registry.Manifest;
import dev.almanac.registry.ModelHistory;
import dev.almanac.registry.VersionEntry;
import dev.almanac.registry.VersionFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the text of {@code registry show NAME:7}: one version with provenance and events. */
final class VersionFormatter {
  private VersionFormatter() {}

  static String of(ModelHistory history, VersionEntry entry, List<String> aliases) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("version", entry.version().toString());
    lines.put("aliases", aliases.isEmpty() ? "-" : String.join(" ", aliases));
    entry.withdrawn().ifPresent(event -> lines.put("WITHDRAWN", event.reason()));
    lines.put(
        "registered",
        "%s by %s, run %s"
            .formatted(SummaryFormatter.time(entry.registeredAt()), entry.by(), entry.runId()));
    entry.origin().ifPresent(origin -> lines.put("copied from", origin.registry()));
    entry.damage().ifPresent(damage -> lines.put("damaged", damage));
    entry.manifest().ifPresent(manifest -> manifest(manifest, lines));
    entry.tags().forEach((key, value) -> lines.put("tag " + key, value));
    StringBuilder out = new StringBuilder();
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
    lines.forEach(
        (name, value) ->
            out.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(Text.printable(value.replace('\n', ' '), 1_000))
                .append(System.lineSeparator()));
    entry
        .notes()
        .forEach(note -> out.append("note  ").append(note.text()).append(System.lineSeparator()));
    ModelHistory alone = alone(history, entry);
    GateFormatter.of(alone).ifPresent(judged -> out.append(System.lineSeparator()).append(judged));
    entry
        .manifest()
        .flatMap(manifest -> manifest.facts().importance())
        .ifPresent(
            learned ->
                out.append(System.lineSeparator()).append(ImportanceFormatter.table(learned)));
    return out.append(System.lineSeparator())
        .append(RegistryHistoryCommand.table(alone.events()))
        .toString();
  }

  private static void manifest(Manifest manifest, Map<String, String> lines) {
    VersionFacts facts = manifest.facts();
    lines.put("algorithm", facts.algorithm());
    lines.put(
        "task",
        facts.signature().task().word()
            + (facts.signature().target().isEmpty()
                ? ""
                : " of '" + facts.signature().target() + "'"));
    lines.put("inputs", Text.count(facts.signature().inputs().size(), "field"));
    lines.put("run date", facts.provenance().runDate().toString());
    lines.put(
        "rows",
        "%s to train, %s held out"
            .formatted(
                Text.grouped(facts.provenance().trainRows()),
                Text.grouped(facts.provenance().holdoutRows())));
    lines.put("measures", SummaryFormatter.metrics(facts.evaluation()));
    List<String> warnings = facts.judgement().warnings();
    if (!warnings.isEmpty()) {
      lines.put("warning", String.join("; ", warnings));
    }
    lines.put(
        "sources",
        facts.provenance().sources().stream()
            .map(SourceVersion::brief)
            .collect(Collectors.joining(", ")));
    if (!facts.description().isEmpty()) {
      lines.put("description", facts.description());
    }
    lines.put(
        "files",
        manifest.files().stream()
            .map(file -> file.name())
            .sorted()
            .collect(Collectors.joining(", ")));
  }

  /** The model's history restricted to this version and its events. */
  private static ModelHistory alone(ModelHistory history, VersionEntry entry) {
    int number = entry.version().number();
    return new ModelHistory(
        history.model(),
        List.of(entry),
        history.aliases(),
        history.tags(),
        List.of(),
        history.events().stream().filter(event -> isAbout(event, number)).toList());
  }

  private static boolean isAbout(LedgerEvent event, int number) {
    if (event instanceof LedgerEvent.Registered registered) {
      return registered.number() == number;
    }
    if (event instanceof LedgerEvent.AliasMoved moved) {
      return moved.to().orElse(0) == number || moved.from().orElse(0) == number;
    }
    if (event instanceof LedgerEvent.Tagged tagged) {
      return tagged.number().orElse(0) == number;
    }
    if (event instanceof LedgerEvent.Noted noted) {
      return noted.number().orElse(0) == number;
    }
    if (event instanceof LedgerEvent.Withdrawn withdrawn) {
      return withdrawn.number() == number;
    }
    return event instanceof LedgerEvent.Restored restored && restored.number() == number;
  }
}
