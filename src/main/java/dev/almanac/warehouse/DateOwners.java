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
 * Which job published what a table has of a date. The commit of the run says it. Where that was
 * written by a release that did not say it, or is not kept any more, the table of runs does; where
 * that does not know the run either, the job counts as called like its model.
 */
final class DateOwners {
  private final DeltaStore store;
  private final JobOfRun runs;

  /** Jobs by run as commits name them, which never changes: a run looks more than once. */
  private final Map<String, String> named = new ConcurrentHashMap<>();

  /**
   * The run whose rows a date has.
   *
   * @param model the model of any one of them
   */
  record Visible(String run, String model) {}

  DateOwners(DeltaStore store, JobOfRun runs) {
    this.store = store;
    this.runs = runs;
  }

  /**
   * Refuses to let a job replace what another one published.
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

  /** The run whose rows a table has of a date, if it is there and has any. */
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
      // Somebody else wrote the row.
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
