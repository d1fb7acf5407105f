package dev.almanac.app;

import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import dev.almanac.job.ExportChoice;
import dev.almanac.job.ForecastTables;
import dev.almanac.job.ForecastUpkeep;
import dev.almanac.job.WithCopy;
import dev.almanac.warehouse.RollbackResult;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac forecasts rollback}: makes earlier forecasts of a date visible again. */
@Command(
    name = "rollback",
    header = "Make a date's last forecasts but one visible again.",
    description =
        "Make the forecasts that a date had before the visible ones visible again, in one commit"
            + " and without scoring. Doing it again goes further back. It reaches as far as the"
            + " table's files and history are kept: see vacuum.",
    footer = {
      "",
      "Examples:",
      "  almanac forecasts rollback flight_delay --run-date 2001-06-01 --reason \"bad feed\"",
      "  almanac forecasts rollback flight_delay --run-date 2001-06-01 --reason \"it was right\""
          + " \\",
      "      --to 20010601t031500z-9f3c1a07be"
    })
final class ForecastsRollbackCommand extends WarehouseCommand {
  @Parameters(
      paramLabel = "TABLE",
      description = "The forecast table: a name under the warehouse's root, or a path.")
  private String table = "";

  @Option(
      names = "--run-date",
      required = true,
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "The date whose forecasts go back.")
  private LocalDate runDate = LocalDate.EPOCH;

  @Mixin private final ReasonOption reason = new ReasonOption();
  @Mixin private final CopyOptions copy = new CopyOptions();

  @Option(
      names = "--to",
      paramLabel = "RUN",
      converter = JobOptions.RunIdConverter.class,
      description = "The run whose forecasts are wanted; default: those before the visible ones.")
  private @Nullable RunId to;

  ForecastsRollbackCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    String checked = ForecastTables.check(table);
    ExportChoice copying = copy.copying(this);
    WithCopy<RollbackResult> result =
        with(
            "forecasts rollback",
            site ->
                new ForecastUpkeep(site.spark(), site.platform())
                    .rollBack(
                        checked,
                        runDate,
                        Optional.ofNullable(to),
                        decision(reason),
                        copying,
                        site.progress()));
    RollbackResult done = result.done();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", done.table());
    json.put("runDate", runDate.toString());
    json.put("from", done.from().runId().value());
    json.put("to", done.to().runId().value());
    json.put("tableVersion", done.tableVersion());
    json.put("rowsScored", done.to().scored());
    result.copied().ifPresent(copied -> json.put("copied", ExportFormatter.json(copied)));
    output()
        .result(
            String.format(
                    Locale.ROOT,
                    "%s of %s has the forecasts of run %s by %s again, %s (was run %s by %s; table"
                        + " version %d)",
                    runDate,
                    done.table(),
                    done.to().runId(),
                    done.to().model(),
                    Text.count(done.to().scored(), "row"),
                    done.from().runId(),
                    done.from().model(),
                    done.tableVersion())
                + describe(result),
            json);
    return 0;
  }
}
