package dev.almanac.app;

import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.registry.OrphanFiles;
import dev.almanac.registry.RegistryCleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac registry clean}: removes orphan files of failed runs. */
@Command(
    name = "clean",
    header = "Remove what runs that died have left.",
    description =
        "Find versions that were staged and never registered, and scratch files, by age; remove"
            + " them with --yes. A run whose files are removed cannot publish any more, so choose"
            + " an age that no training reaches. Registered versions are never touched.",
    footer = {
      "",
      "Examples:",
      "  almanac registry clean                          (only tells)",
      "  almanac registry clean --older-than 2d --yes"
    })
final class RegistryCleanCommand extends RegistrySubcommand {
  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "7d",
      converter = RegistryNames.Ages.class,
      description = "Only what was last written this long ago: 7d, 12h, 30m. Default: 7d.")
  private Duration olderThan = Duration.ofDays(7);

  @Option(names = "--yes", description = "Remove it; without this it is only told.")
  private boolean yes;

  RegistryCleanCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    RegistryCleaner cleaner = registry().cleaner();
    RunId run = freshRun();
    List<OrphanFiles> found = cleaner.find(olderThan);
    List<OrphanFiles> removed = new ArrayList<>();
    if (yes) {
      for (OrphanFiles debris : found) {
        if (cleaner.remove(debris, run)) {
          removed.add(debris);
        }
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", !yes);
    json.put("found", found.stream().map(RegistryCleanCommand::json).toList());
    json.put("removed", removed.stream().map(OrphanFiles::path).toList());
    output().result(text(found, removed), json);
    return 0;
  }

  private String text(List<OrphanFiles> found, List<OrphanFiles> removed) {
    if (found.isEmpty()) {
      return "nothing that is older than "
          + SummaryFormatter.age(olderThan)
          + " and that nothing refers to";
    }
    TextTable table = new TextTable("WHAT", "LAST WRITTEN", "BYTES", "PATH");
    for (OrphanFiles debris : found) {
      table.row(
          debris instanceof OrphanFiles.Abandoned ? "staged, never registered" : "scratch file",
          SummaryFormatter.time(debris.modified()),
          Text.grouped(debris.bytes()),
          debris.path());
    }
    long bytes = (yes ? removed : found).stream().mapToLong(OrphanFiles::bytes).sum();
    return table
        + (yes ? "%n%d removed, %s" : "%n%d found, %s; --yes removes them")
            .formatted(yes ? removed.size() : found.size(), Text.count(bytes, "byte"));
  }

  private static Map<String, Object> json(OrphanFiles debris) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", debris.path());
    json.put("bytes", debris.bytes());
    json.put("modified", debris.modified().toString());
    return json;
  }
}
