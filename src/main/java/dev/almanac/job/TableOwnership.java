package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.warehouse.PublishingJob;
import dev.almanac.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Check that a job's forecast table does not belong to another job, before anything is read or
 * scored.
 */
final class TableOwnership {
  private final Warehouse warehouse;
  private final JobSpec job;
  private final PublishingJob publishing;
  private final String table;

  TableOwnership(Warehouse warehouse, JobSpec job) {
    this.warehouse = warehouse;
    this.job = job;
    this.publishing = ForecastTables.publishing(job);
    this.table = job.forecasts().table();
  }

  /**
   * Refuses a date that another job published.
   *
   * @return a warning about other jobs' forecasts in the table
   * @throws AlmanacException ANOTHER_JOBS_FORECASTS; CONFIG_INVALID if the job has forecasts in the
   *     table of its previous name
   */
  Optional<String> require(LocalDate date) {
    requireFound();
    warehouse.requireOwn(table, date, publishing);
    warehouse.requireOwn(job.forecasts().rejects(), date, publishing);
    return others();
  }

  /** Refuses to create a new table if the job has one under its previous name. */
  void requireFound() {
    Optional<String> former = job.forecasts().formerTable();
    if (former.isEmpty() || warehouse.hasTable(table)) {
      return;
    }
    LocalDate last = warehouse.publishers(former.get()).get(publishing.name());
    if (last != null) {
      throw new AlmanacException(
          ErrorCode.CONFIG_INVALID,
          "job %1$s names no forecasts.table. Its name means the table %2$s now, so that no other job's name means the same; it meant %3$s before, which has this job's forecasts up to %4$s.\nNothing was changed. Write forecasts.table = \"%3$s\" into the job file to go on with it, or forecasts.table = \"%2$s\" to begin a new one."
              .formatted(publishing.name(), table, former.get(), last));
    }
  }

  /** A line about other jobs with forecasts in the table. */
  private Optional<String> others() {
    Map<String, LocalDate> others = new TreeMap<>(warehouse.publishers(table));
    others.remove(publishing.name());
    publishing.takeOver().ifPresent(others::remove);
    if (others.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder line = new StringBuilder("warning: " + table + " also has forecasts");
    others.forEach(
        (other, last) ->
            line.append(" of job '%s' (newest of these for %s)".formatted(other, last)));
    return Optional.of(
        line.append(", whose dates this job does not replace; see forecasts.take-over").toString());
  }
}
