package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.ErrorCategory;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.core.spec.WhenEmpty;
import dev.almanac.data.SourceReader;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.PublishedDate;
import dev.almanac.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Backfill: scores past dates that have no forecasts, or those of another version or source, one
 * commit per date. The table itself records progress, so the same plan after an interruption
 * contains only the remaining dates.
 */
public final class Backfill {
  private static final int MOST_DATES = 10_000;

  private final SparkSession spark;
  private final ModelRegistry registry;
  private final PlatformSpec platform;
  private final ScoreJob scoring;
  private final Warehouse warehouse;

  /** The version that scores a date. */
  public enum Versions {
    /** The current version of the job's reference, for all dates. */
    TODAY,
    /** The version to which the job's alias pointed at the beginning of the date (UTC). */
    AS_OF
  }

  /** Whether a source that has changed since makes forecasts stale. */
  public enum Sources {
    COMPARED,
    IGNORED
  }

  /**
   * A request for a backfill.
   *
   * @param from the first date
   * @param to the last date
   */
  public record Request(LocalDate from, LocalDate to, Versions versions, Sources sources) {
    /**
     * @throws AlmanacException BAD_OPTION if the dates are not in order
     */
    public Request {
      if (to.isBefore(from)) {
        throw new AlmanacException(
            ErrorCode.BAD_OPTION,
            "--to %s is before --from %s.\nName the first date, then the last."
                .formatted(to, from));
      }
      if (from.plusDays(MOST_DATES).isBefore(to)) {
        throw new AlmanacException(
            ErrorCode.BAD_OPTION,
            String.format(
                Locale.ROOT,
                "from %s to %s are more than %d dates.\nBackfill them in parts.",
                from,
                to,
                MOST_DATES));
      }
    }

    List<LocalDate> dates() {
      return from.datesUntil(to.plusDays(1)).toList();
    }
  }

  /** What a date needs. */
  public enum Need {
    /** Its forecasts are up to date. */
    DONE,
    /** It has no forecasts. */
    MISSING,
    /** Another version made its forecasts. */
    OTHER_VERSION,
    /** Its sources have changed since. */
    SOURCE_CHANGED,
    /** The alias pointed to no version then, so the date cannot be scored. */
    NO_VERSION,
    /** Another job published its forecasts. */
    OTHER_JOB,
    /** A run found no row to score, and neither the sources nor the job have changed since. */
    EMPTY;

    /** Whether the date is to be scored. */
    public boolean isDue() {
      return this == MISSING || this == OTHER_VERSION || this == SOURCE_CHANGED;
    }
  }

  /**
   * One date of a plan.
   *
   * @param versions the versions that score it, if there are any
   * @param why the reason as text
   */
  public record Step(LocalDate date, Need need, Optional<PinnedVersions> versions, String why) {
    /** The versions as text, such as {@code churn:7}; empty if there are none. */
    public String scoredBy() {
      return versions.map(pinned -> String.join(", ", pinned.words())).orElse("");
    }
  }

  /**
   * Result of one date.
   *
   * @param result empty if the date needed nothing any more, or failed
   * @param failure why it failed, if it did
   */
  public record Outcome(
      Step step, Optional<ScoreResult> result, Optional<AlmanacException> failure) {}

  /** A backfill with a session, a registry and the platform's configuration. */
  public Backfill(SparkSession spark, ModelRegistry registry, PlatformSpec platform) {
    this.spark = spark;
    this.registry = registry;
    this.platform = platform;
    this.scoring = new ScoreJob(spark, registry, platform);
    this.warehouse = ForecastTables.warehouse(spark, platform);
  }

  /**
   * Plans the dates.
   *
   * @throws AlmanacException the errors of resolving the version and opening the sources
   */
  public List<Step> plan(JobSpec job, Request request) {
    try {
      return plan(job, request, sources(job, request));
    } catch (Exception e) {
      throw JobFailures.translate(
          "planning the backfill", e, job.score().dataset(), platform::resolve);
    }
  }

  private List<Step> plan(JobSpec job, Request request, String sources) {
    new TableOwnership(warehouse, job).requireFound();
    String table = job.forecasts().table();
    List<PublishedDate> dates = warehouse.published(table, request.from(), request.to());
    Map<LocalDate, PublishedDate> published =
        dates.stream().collect(Collectors.toMap(PublishedDate::date, Function.identity()));
    Map<LocalDate, String> others =
        warehouse.publishedByOthers(table, dates, ForecastTables.publishing(job));
    Map<LocalDate, RunRecord> skipped = skipped(job);
    Map<ModelRef, Optional<ModelVersion>> resolved = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (LocalDate date : request.dates()) {
      Optional<PinnedVersions> versions =
          PinnedVersions.of(
              job.score(),
              request.versions() == Versions.AS_OF ? Optional.of(date) : Optional.empty(),
              ref -> resolved.computeIfAbsent(ref, this::resolve));
      steps.add(
          others.containsKey(date)
              ? new Step(
                  date,
                  Need.OTHER_JOB,
                  versions,
                  "published by job %1$s; forecasts.take-over = %1$s replaces it"
                      .formatted(others.get(date)))
              : versions.isEmpty()
                  ? new Step(
                      date, Need.NO_VERSION, versions, job.score().model() + " was no version then")
                  : step(
                      date,
                      versions.get(),
                      Optional.ofNullable(published.get(date)),
                      Optional.ofNullable(skipped.get(date)),
                      request.sources() == Sources.IGNORED ? "" : sources));
    }
    return steps;
  }

  /** The dates whose last run, with the same job configuration as now, found no row to score. */
  private Map<LocalDate, RunRecord> skipped(JobSpec job) {
    if (job.score().whenEmpty() != WhenEmpty.SKIP) {
      return Map.of();
    }
    String location = warehouse.location(job.forecasts().table());
    String specHash = Digests.sha256(job.effective());
    Map<LocalDate, RunRecord> last = new HashMap<>();
    for (RunRecord run : new RunTableWriter(spark, platform).history().states()) {
      boolean ended = run.state() == RunState.SKIPPED || run.state() == RunState.PUBLISHED;
      if (ended && run.location().equals(location) && run.job().equals(job.model().value())) {
        last.put(run.runDate(), run);
      }
    }
    last.values()
        .removeIf(run -> run.state() != RunState.SKIPPED || !run.specHash().equals(specHash));
    return last;
  }

  /** A current version must exist; a past one may not have existed yet. */
  private Optional<ModelVersion> resolve(ModelRef ref) {
    try {
      return Optional.of(registry.resolve(ref).version());
    } catch (AlmanacException e) {
      boolean ofThePast = ref instanceof ModelRef.ByAlias alias && alias.at().isPresent();
      if (ofThePast && e.code().category() == ErrorCategory.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Determines what a date needs.
   *
   * @param skipped the run that found no row of it, if that was the last one
   * @param sources the current state of the sources; empty if it is ignored
   */
  static Step step(
      LocalDate date,
      PinnedVersions versions,
      Optional<PublishedDate> published,
      Optional<RunRecord> skipped,
      String sources) {
    Optional<PinnedVersions> by = Optional.of(versions);
    if (skipped.isPresent()) {
      String empty = skipped.get().sourceVersion();
      if (sources.isEmpty() ? published.isEmpty() : empty.equals(sources)) {
        return new Step(
            date, Need.EMPTY, by, "no rows in %s (run %s)".formatted(empty, skipped.get().runId()));
      }
      if (published.isEmpty()) {
        return new Step(
            date, Need.SOURCE_CHANGED, by, "no rows in %s, now %s".formatted(empty, sources));
      }
    }
    if (published.isEmpty()) {
      return new Step(date, Need.MISSING, by, "no forecasts");
    }
    PublishedDate now = published.get();
    // Not all of them: some dates have no row of a segment.
    if (!versions.words().containsAll(now.versions())) {
      return new Step(
          date, Need.OTHER_VERSION, by, "forecasts of " + String.join(", ", now.versions()));
    }
    if (!sources.isEmpty() && !now.sourceVersions().equals(Set.of(sources))) {
      return new Step(
          date,
          Need.SOURCE_CHANGED,
          by,
          "scored from %s, now %s".formatted(String.join(", ", now.sourceVersions()), sources));
    }
    return new Step(date, Need.DONE, by, "published by run " + String.join(", ", now.runs()));
  }

  private String sources(JobSpec job, Request request) {
    return request.sources() == Sources.IGNORED
        ? ""
        : new SourceReader(spark, platform::resolve)
            .read(job.score().dataset(), request.from()).sources().stream()
                .map(SourceVersion::brief)
                .collect(Collectors.joining(","));
  }

  /**
   * Scores the dates of a plan that need it. A date that another run has scored meanwhile is
   * skipped. A date that fails because of its data, a guard or another run does not stop the
   * others; a cause that is likely to affect all dates does.
   *
   * @param contexts creates the run of a date
   */
  public List<Outcome> run(
      JobSpec job, Request request, List<Step> plan, Function<LocalDate, RunContext> contexts) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Step step : plan) {
      if (!step.need().isDue()) {
        continue;
      }
      Outcome outcome = run(job, request, step, contexts);
      outcomes.add(outcome);
      if (outcome.failure().filter(Backfill::meetsAll).isPresent()) {
        break;
      }
    }
    return outcomes;
  }

  private Outcome run(
      JobSpec job, Request request, Step step, Function<LocalDate, RunContext> contexts) {
    PinnedVersions versions = step.versions().orElseThrow();
    try {
      Request day = new Request(step.date(), step.date(), request.versions(), request.sources());
      Optional<PublishedDate> now =
          warehouse.published(job.forecasts().table(), step.date(), step.date()).stream()
              .findFirst();
      if (!step(step.date(), versions, now, Optional.empty(), sources(job, day)).need().isDue()) {
        return new Outcome(step, Optional.empty(), Optional.empty());
      }
      ScoreResult result =
          scoring.run(versions.in(job), versions.main(), contexts.apply(step.date()));
      return new Outcome(step, Optional.of(result), Optional.empty());
    } catch (Exception e) {
      return new Outcome(
          step,
          Optional.empty(),
          Optional.of(JobFailures.translate("backfilling " + step.date(), e)));
    }
  }

  private static boolean meetsAll(AlmanacException failure) {
    return switch (failure.code().category()) {
      case USAGE, CONFIG, EXTERNAL, INTERNAL -> true;
      case DATA, REFUSED, NOT_FOUND, CONFLICT -> false;
    };
  }
}
