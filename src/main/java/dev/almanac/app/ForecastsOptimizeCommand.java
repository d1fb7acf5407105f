package dev.almanac.app;

import dev.almanac.core.Text;
import dev.almanac.job.ForecastTables;
import dev.almanac.job.ForecastUpkeep;
import dev.almanac.warehouse.TableMaintenance;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac forecasts optimize}: compacts the files of a table. */
@Command(
    name = "optimize",
    header = "Make few files of many.",
    description =
        "Join the files of every date that has more than twice as many as its rows need, rows of"
            + " near keys together. What the table says stays the same. Also for the table of"
            + " runs.",
    footer = {"", "Examples:", "  almanac forecasts optimize flight_delay"})
final class ForecastsOptimizeCommand extends WarehouseCommand {
  @Parameters(
      paramLabel = "TABLE",
      description = "The table: a name under the warehouse's root, or a path.")
  private String table = "";

  ForecastsOptimizeCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    String checked = ForecastTables.check(table);
    TableMaintenance.Optimized done =
        with(
            "forecasts optimize",
            site ->
                new ForecastUpkeep(site.spark(), site.platform())
                    .optimize(checked, site.progress()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", done.table());
    json.put("dates", done.dates().stream().map(LocalDate::toString).toList());
    json.put("filesBefore", done.filesBefore());
    json.put("filesAfter", done.filesAfter());
    output()
        .result(
            done.filesBefore() == 0
                ? "nothing to do: no date of %s has more files than it needs"
                    .formatted(done.table())
                : String.format(
                    Locale.ROOT,
                    "%s of %s became %d%s",
                    Text.count(done.filesBefore(), "file"),
                    done.table(),
                    done.filesAfter(),
                    done.dates().isEmpty()
                        ? ""
                        : ", in " + Text.count(done.dates().size(), "date")),
            json);
    return 0;
  }
}
