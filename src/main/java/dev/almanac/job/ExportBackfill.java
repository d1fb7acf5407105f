package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.database.Copied;
import dev.almanac.warehouse.PublicationRecord;
import dev.almanac.warehouse.PublishedDate;
import dev.almanac.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** Exports published dates to the PostgreSQL database of their job, without scoring. */
public final class ExportBackfill {
  private final RunTableWriter log;
  private final DatabaseExport copies;
  private final Warehouse warehouse;

  /** An export with a session and the platform's configuration. */
  public ExportBackfill(SparkSession spark, PlatformSpec platform) {
    this.log = new RunTableWriter(spark, platform);
    this.copies = new DatabaseExport(spark, platform);
    this.warehouse = ForecastTables.warehouse(spark, platform);
  }

  /**
   * Exports every date of a range that has forecasts, in order, up to the first failure.
   * Idempotent: dates that are exported already do not change.
   *
   * @param run identifies the execution
   * @throws AlmanacException BAD_OPTION if the job names no database; NO_SUCH_FORECAST if no date
   *     of the range has forecasts; COPY_FAILED, COPY_MISMATCH
   */
  public Map<LocalDate, Copied> copy(JobSpec job, LocalDate from, LocalDate to, RunContext run) {
    if (job.copy().isEmpty()) {
      throw new AlmanacException(
          ErrorCode.BAD_OPTION,
          "job %s names no database to copy to.\nWrite publish.jdbc { url = …, table = … } into it."
              .formatted(job.model()));
    }
    List<LocalDate> dates = dates(job, from, to);
    List<PublicationRecord> history = warehouse.history(job.forecasts().table());
    Map<LocalDate, Copied> done = new LinkedHashMap<>();
    List<RunRecord> rows = new ArrayList<>();
    Optional<AlmanacException> failure = Optional.empty();
    for (LocalDate date : dates) {
      CopyOutcome outcome = copies.copy(job, date, run.runId(), run.progress());
      failure = outcome.failure();
      if (failure.isPresent()) {
        break;
      }
      outcome.copied().ifPresent(copied -> done.put(date, copied));
      row(history, date, outcome, job, run).ifPresent(rows::add);
    }
    if (!rows.isEmpty()) {
      log.write(rows, run.progress());
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return done;
  }

  private List<LocalDate> dates(JobSpec job, LocalDate from, LocalDate to) {
    if (from.equals(to)) {
      return List.of(from);
    }
    List<LocalDate> dates =
        warehouse.published(job.forecasts().table(), from, to).stream()
            .map(PublishedDate::date)
            .toList();
    if (dates.isEmpty()) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_FORECAST,
          "%s has no forecasts from %s to %s.\nSee which dates it has with: almanac runs list"
              .formatted(warehouse.location(job.forecasts().table()), from, to));
    }
    return dates;
  }

  /**
   * The row of the visible forecasts' run, with the export's result; none if its commit has
   * expired.
   */
  private Optional<RunRecord> row(
      List<PublicationRecord> history,
      LocalDate date,
      CopyOutcome outcome,
      JobSpec job,
      RunContext run) {
    return history.stream()
        .filter(publication -> publication.runDate().equals(date))
        .findFirst()
        .map(
            publication ->
                publication
                    .run(warehouse.location(job.forecasts().table()), run.user())
                    .became(
                        RunState.PUBLISHED,
                        OptionalLong.of(publication.tableVersion()),
                        run.clock().instant(),
                        run.user(),
                        outcome.describe())
                    .summed(outcome.in(publication.summary())));
  }
}
