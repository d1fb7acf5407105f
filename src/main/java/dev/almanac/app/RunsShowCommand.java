package dev.almanac.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.lookup.RunJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac runs show}: prints the rows, guard findings and states of a run. */
@Command(
    name = "show",
    header = "All that is known of one run.",
    description =
        "One run: where its rows went, what the guards found, and every state it came to; after"
            + " that the same of its challengers.",
    footer = {"", "Examples:", "  almanac runs show 20010601t031500z-9f3c1a07be"})
final class RunsShowCommand extends RunsSubcommand {
  @Parameters(
      paramLabel = "RUN",
      converter = JobOptions.RunIdConverter.class,
      description = "The run's id.")
  private RunId run = new RunId("unset");

  RunsShowCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    // The job's own table is recorded first; the others belong to challengers.
    Map<String, List<RunRecord>> tables =
        history().of(run).stream()
            .collect(
                Collectors.groupingBy(
                    RunRecord::table, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    List<Map<String, Object>> bodies = tables.values().stream().map(RunsShowCommand::json).toList();
    Map<String, Object> json = bodies.get(0);
    if (bodies.size() > 1) {
      json.put("challengers", bodies.subList(1, bodies.size()));
    }
    output()
        .result(
            tables.values().stream()
                .map(RunsShowCommand::text)
                .collect(Collectors.joining(System.lineSeparator())),
            json);
    return 0;
  }

  private static Map<String, Object> json(List<RunRecord> states) {
    Map<String, Object> json = new LinkedHashMap<>(RunJson.of(states.get(states.size() - 1)));
    json.put("states", states.stream().map(RunsShowCommand::state).toList());
    return json;
  }

  private static Map<String, Object> state(RunRecord run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", run.state().word());
    json.put("at", run.finishedAt().toString());
    json.put("user", run.user());
    json.put("reason", run.reason());
    run.tableVersion().ifPresent(version -> json.put("tableVersion", version));
    return json;
  }

  private static String text(List<RunRecord> states) {
    RunRecord run = states.get(states.size() - 1);
    StringBuilder out = new StringBuilder();
    line(out, "run", run.runId().value());
    line(out, "state", run.state().word());
    line(out, "job", run.job());
    line(
        out,
        "scored by",
        run.versions() + (run.engine().isEmpty() ? "" : ", engine " + run.engine()));
    line(out, "stands for", run.runDate().toString());
    line(
        out,
        "began",
        "%s, took %s"
            .formatted(
                SummaryFormatter.time(run.startedAt()),
                SummaryFormatter.age(
                    Duration.between(run.startedAt(), states.get(0).finishedAt()))));
    line(
        out,
        "rows",
        String.format(
            Locale.ROOT,
            "%s in = %s scored + %d rejected%s",
            count(run.rowsIn()),
            count(run.rowsScored()),
            run.rejectedRows(),
            run.rejected().isEmpty() ? "" : " " + run.rejected()));
    line(out, "from", run.sourceVersion());
    line(
        out,
        "table",
        run.location()
            + (run.tableVersion().isPresent()
                ? String.format(Locale.ROOT, " (version %d)", run.tableVersion().getAsLong())
                : ""));
    line(out, "job's hash", run.specHash());
    JsonNode guards = RunJson.summary(run).path("guards");
    if (!guards.isEmpty()) {
      out.append(System.lineSeparator()).append(GuardFormatter.table(guards));
    }
    TextTable table = new TextTable("STATE", "AT", "BY", "WHY");
    for (RunRecord state : states) {
      table.row(
          state.state().word(),
          SummaryFormatter.time(state.finishedAt()),
          state.user(),
          state.reason());
    }
    return out.append(System.lineSeparator()).append(table).toString();
  }

  private static void line(StringBuilder out, String what, String value) {
    out.append("%-11s %s%n".formatted(what, value));
  }
}
