package dev.almanac.app;

import dev.almanac.core.Text;
import dev.almanac.job.ForecastTables;
import dev.almanac.job.ForecastUpkeep;
import dev.almanac.warehouse.TableMaintenance;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac forecasts vacuum}: removes files that no retained table version needs. */
@Command(
    name = "vacuum",
    header = "Remove files that nothing needs any more.",
    description =
        "Remove files that no state of the table of the last days needs: of publications that were"
            + " replaced, and of runs that died. Forecasts can be rolled back as far as files are"
            + " kept. Also for rejects tables and the table of runs.",
    footer = {
      "",
      "Examples:",
      "  almanac forecasts vacuum flight_delay --retain 30 --dry-run",
      "  almanac forecasts vacuum flight_delay --retain 30"
    })
final class ForecastsVacuumCommand extends WarehouseCommand {
  @Parameters(
      paramLabel = "TABLE",
      description = "The table: a name under the warehouse's root, or a path.")
  private String table = "";

  @Option(
      names = "--retain",
      required = true,
      paramLabel = "DAYS",
      description = "Keep what any state of the table of so many days needs; 7 or more.")
  private int days;

  @Option(names = "--dry-run", description = "Only count what would be removed (up to 1,000).")
  private boolean dryRun;

  ForecastsVacuumCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    String checked = ForecastTables.check(table);
    TableMaintenance.requireSafe(days);
    TableMaintenance.Vacuumed done =
        with(
            "forecasts vacuum",
            site -> {
              ForecastUpkeep upkeep = new ForecastUpkeep(site.spark(), site.platform());
              return dryRun
                  ? upkeep.rehearseVacuum(checked, days, site.progress())
                  : upkeep.vacuum(checked, days, site.progress());
            });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("table", done.table());
    json.put("retainDays", days);
    json.put("files", done.files());
    json.put("dryRun", dryRun);
    output()
        .result(
            dryRun
                ? "%s of %s to remove".formatted(Text.count(done.files(), "file"), done.table())
                : "removed %s of %s".formatted(Text.count(done.files(), "file"), done.table()),
            json);
    return 0;
  }
}
