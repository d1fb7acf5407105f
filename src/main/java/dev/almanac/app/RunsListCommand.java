package dev.almanac.app;

import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.Text;
import dev.almanac.lookup.RunJson;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code almanac runs list}: lists runs. */
@Command(
    name = "list",
    header = "Every run, the newest first.",
    description = "Every scoring run with its state and where its rows went, the newest first.",
    footer = {
      "",
      "Examples:",
      "  almanac runs list",
      "  almanac runs list --state held",
      "  almanac runs list --model flight-delay --since 2001-06-01 --json"
    })
final class RunsListCommand extends RunsSubcommand {
  private static final int SHOWN = 50;

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "Only runs for this forecast table, by the name in the job file or its place.")
  private @Nullable String table;

  @Option(names = "--model", paramLabel = "MODEL", description = "Only runs of this model's job.")
  private @Nullable String model;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = StateConverter.class,
      description = "Only runs in this state: published, held, refused, failed, rolled-back.")
  private @Nullable RunState state;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "Only runs that began on this day (UTC) or later.")
  private @Nullable LocalDate since;

  @Option(names = "--all", description = "All of them, not only the newest 50.")
  private boolean all;

  RunsListCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<RunRecord> found = history().latest().stream().filter(this::isSelected).toList();
    Stream<RunRecord> shown = all ? found.stream() : found.stream().limit(SHOWN);
    List<RunRecord> runs = shown.toList();
    output()
        .result(
            runs.isEmpty() ? "no runs" : table(runs, found.size()),
            runs.stream().map(RunJson::of).toList());
    return 0;
  }

  private boolean isSelected(RunRecord run) {
    return (table == null || table.equals(run.table()) || table.equals(run.location()))
        && (model == null || model.equals(run.job()))
        && (state == null || state == run.state())
        && (since == null
            || !run.startedAt().isBefore(since.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  /** Parses the configuration name of a run state. */
  static final class StateConverter implements ITypeConverter<RunState> {
    @Override
    public RunState convert(String text) {
      return RunState.find(text)
          .orElseThrow(
              () -> {
                List<String> words = Stream.of(RunState.values()).map(RunState::word).toList();
                return new TypeConversionException(
                    "'%s' is no state of a run%s; there are %s"
                        .formatted(
                            Text.printable(text),
                            Text.didYouMean(text, words),
                            String.join(", ", words)));
              });
    }
  }

  private static String table(List<RunRecord> runs, int found) {
    TextTable table =
        new TextTable(
            "RUN", "RUN DATE", "STATE", "BY", "TABLE", "IN", "SCORED", "REJECTED", "FINISHED");
    for (RunRecord run : runs) {
      table.row(
          run.runId().value(),
          run.runDate().toString(),
          run.state().word(),
          run.versions().isEmpty() ? run.job() : run.versions(),
          run.table()
              + (run.tableVersion().isPresent() ? " v" + run.tableVersion().getAsLong() : ""),
          count(run.rowsIn()),
          count(run.rowsScored()),
          Text.grouped(run.rejectedRows()),
          SummaryFormatter.time(run.finishedAt()));
    }
    return found > runs.size()
        ? table
            + String.format(
                Locale.ROOT,
                "and %d older ones: --all shows them, --since fewer",
                found - runs.size())
        : table.toString();
  }
}
