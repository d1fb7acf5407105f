package dev.almanac.app;

import dev.almanac.config.LoadedJob;
import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.database.Copied;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac forecasts copy}: exports published forecasts to the job's database. */
@Command(
    name = "copy",
    header = "Copy what is published into the job's database, without scoring.",
    description =
        "Copy the visible forecasts of a date, or of all dates of a range that have some, into the"
            + " table that publish.jdbc of the job file names: each date in one transaction. A run"
            + " does so by itself; this is for a run whose copy failed, and for dates from before"
            + " the job named a database. Dates that are there already stay as they are.",
    footer = {
      "",
      "Examples:",
      "  almanac forecasts copy jobs/flight-delay.conf --run-date 2001-06-01",
      "  almanac forecasts copy jobs/flight-delay.conf --from 2001-05-01 --to 2001-05-31"
    })
final class ForecastsCopyCommand extends JobCommand {
  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "Of many dates the first.")
  private @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = JobOptions.DateConverter.class,
      description = "Of many dates the last.")
  private @Nullable LocalDate to;

  ForecastsCopyCommand(ProcessEnvironment surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    LoadedJob loaded = load();
    LocalDate first = from;
    LocalDate last = to;
    if (first == null && last == null) {
      first = options().runDate(loaded.job());
      last = first;
    } else if (first == null || last == null || options().runDate != null) {
      throw usage("give --run-date, or --from and --to");
    }
    if (last.isBefore(first)) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "--to %s is before --from %s.\nName the first date, then the last."
              .formatted(last, first));
    }
    Map<LocalDate, Copied> done;
    JobSession session = open("forecasts copy", loaded, first);
    try (session) {
      done = session.copies().copy(loaded.job(), first, last, session.run());
    }
    output()
        .result(
            done.entrySet().stream()
                .map(date -> date.getKey() + " " + date.getValue().describe())
                .collect(Collectors.joining(System.lineSeparator())),
            json(done));
    return 0;
  }

  private static Map<String, Object> json(Map<LocalDate, Copied> done) {
    List<Map<String, Object>> dates = new ArrayList<>();
    done.forEach(
        (date, copied) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("runDate", date.toString());
          one.putAll(ExportFormatter.json(copied));
          dates.add(one);
        });
    return Map.of("dates", dates);
  }
}
