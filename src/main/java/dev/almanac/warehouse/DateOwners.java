package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RunId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;

/**
 * Finds the job that published the rows of a date. The run's commit names the job. If an older
 * release wrote the commit without the job, or the commit has expired, the runs table names it. If
 * the runs table lacks the run, the job is assumed to have the name of its model.
 */
final class DateOwners {
  private final DeltaStore store;
  private final JobOfRun runs;

  /** Cache of the job of each run as its commit names it; the value never changes. */
  private final Map<String, String> named = new ConcurrentHashMap<>();

  /**
   * The run whose rows are visible for a date.
   *
   * @param model the model of any one of these rows
   */
  record Visible(String run, String model) {}

  DateOwners(DeltaStore store, JobOfRun runs) {
    this.store = store;
    this.runs = runs;
  }

  /**
   * Refuses to let a job replace the forecasts of another job.
   *
   * @throws AlmanacException ANOTHER_JOBS_FORECASTS
   */
  void requireOwn(String table, LocalDate date, PublishingJob job) {
    Optional<Visible> visible = visible(table, date);
    if (visible.isEmpty()) {
      return;
    }
    String owner = owner(table, visible.get());
    if (!job.mayReplace(owner)) {
      throw new AlmanacException(
          ErrorCode.ANOTHER_JOBS_FORECASTS,
          "%s has rows of job '%s' for %s (run %s), and job '%s' does not replace them.\nNothing was changed. Write another name in forecasts.table (and forecasts.rejects) of this job. If it takes the place of '%s', allow that once with -D forecasts.take-over=%s and score the date again."
              .formatted(table, owner, date, visible.get().run(), job.name(), owner, owner));
    }
  }

  /**
   * The run whose rows are visible for a date; empty if the table does not exist or has no rows.
   */
  Optional<Visible> visible(String table, LocalDate date) {
    if (!store.exists(table)) {
      return Optional.empty();
    }
    return store
        .read(table)
        .where(ForecastSchema.named(ForecastColumns.RUN_DATE).equalTo(date))
        .select(ForecastColumns.RUN_ID, ForecastColumns.MODEL)
        .limit(1)
        .collectAsList()
        .stream()
        .map((Row row) -> new Visible(row.getString(0), row.getString(1)))
        .findFirst();
  }

  private String owner(String table, Visible visible) {
    String known = named.get(visible.run());
    return known != null ? known : found(table, visible);
  }

  private String found(String table, Visible visible) {
    return store
        .newest(table, commit -> publication(commit).filter(visible.run()::equals).isPresent())
        .flatMap(commit -> RunSummary.record(commit.version(), commit.at(), commit.metadata()))
        .map(this::owner)
        .or(() -> known(visible.run()))
        .orElse(visible.model());
  }

  /** The job of a publication. */
  String owner(PublicationRecord publication) {
    publication.job().ifPresent(job -> named.put(publication.runId().value(), job));
    return publication
        .job()
        .or(() -> runs.find(publication.runId()))
        .orElse(publication.model().model().value());
  }

  private Optional<String> known(String run) {
    try {
      return runs.find(new RunId(run));
    } catch (IllegalArgumentException e) {
      // Another tool wrote the row.
      return Optional.empty();
    }
  }

  private static Optional<String> publication(DeltaStore.Commit commit) {
    return RunSummary.record(commit.version(), commit.at(), commit.metadata())
        .map(record -> record.runId().value());
  }

  /**
   * The dates that a job may not replace, with the job that published each.
   *
   * @param history the table's publications
   */
  Map<LocalDate, String> others(
      List<PublishedDate> dates, List<PublicationRecord> history, PublishingJob job) {
    Map<String, String> byRun = new HashMap<>();
    history.forEach(
        publication ->
            publication.job().ifPresent(name -> byRun.put(publication.runId().value(), name)));
    Map<LocalDate, String> others = new TreeMap<>();
    for (PublishedDate date : dates) {
      for (String run : date.runs()) {
        String owner =
            Optional.ofNullable(byRun.get(run))
                .or(() -> known(run))
                .orElseGet(() -> date.versions().iterator().next().split(":", 2)[0]);
        if (!job.mayReplace(owner)) {
          others.put(date.date(), owner);
        }
      }
    }
    return others;
  }
}
