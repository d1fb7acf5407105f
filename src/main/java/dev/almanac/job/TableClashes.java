package dev.almanac.job;

import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.SpecViolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds tables of a job that have the same location, are inside one another, or clash with the runs
 * table. It compares locations, not names: {@code churn} may be {@code var/warehouse/churn}.
 */
final class TableClashes {
  /** The folder of a table's held runs, see the warehouse. */
  private static final Pattern HELD = Pattern.compile("(.*/)?[^/]+_held(/.*)?");

  private static final Pattern SLASHES = Pattern.compile("(?<!:)/(\\.?/)+");

  private final PlatformSpec platform;

  /** The setting that names each location. */
  private final Map<String, String> taken = new LinkedHashMap<>();

  private final List<SpecViolation> misfits = new ArrayList<>();

  private TableClashes(PlatformSpec platform) {
    this.platform = platform;
  }

  /** The violations, in the order of the job file. */
  static List<SpecViolation> of(JobSpec job, PlatformSpec platform) {
    TableClashes clashes = new TableClashes(platform);
    clashes.taken.put(clashes.place(platform.runs()), "the table of runs (almanac.warehouse.runs)");
    clashes.add("forecasts", job.forecasts());
    for (ChallengerSpec challenger : job.score().challengers()) {
      clashes.add("score.challengers." + challenger.name(), challenger.forecasts());
    }
    return clashes.misfits;
  }

  private void add(String block, ForecastSpec tables) {
    add(block, "table", tables.table());
    add(block, "rejects", tables.rejects());
  }

  private void add(String block, String name, String table) {
    String key = block + "." + name;
    String place = place(table);
    String advice = "write another name, such as %s = %s".formatted(key, other(table));
    if (HELD.matcher(table).matches()) {
      misfits.add(
          new SpecViolation(
              key,
              "'%s' is where the runs of another table are held (<table>_held); write a name without _held"
                  .formatted(table)));
      return;
    }
    taken.forEach(
        (known, by) -> {
          if (known.equals(place)) {
            misfits.add(new SpecViolation(key, "'%s' is %s; %s".formatted(table, by, advice)));
          } else if (known.startsWith(place + "/") || place.startsWith(known + "/")) {
            misfits.add(
                new SpecViolation(
                    key,
                    "'%s' and %s are one in the folder of the other; %s"
                        .formatted(table, by, advice)));
          }
        });
    taken.putIfAbsent(place, "the table of " + key);
  }

  /** A name that is unused in this job. */
  private String other(String table) {
    String trimmed = table.endsWith("/") ? table.substring(0, table.length() - 1) : table;
    return trimmed + "_forecasts";
  }

  private String place(String table) {
    String place = SLASHES.matcher(ForecastTables.location(platform, table)).replaceAll("/");
    return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
  }
}
