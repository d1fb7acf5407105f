package dev.almanac.warehouse;

import static org.apache.spark.sql.functions.lit;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.RunId;
import dev.almanac.core.Text;
import java.io.FileNotFoundException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores an earlier publication of one date. */
final class Rollback {
  private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

  private final DeltaStore store;
  private final String path;
  private final UnaryOperator<String> resolver;
  private final DateOwners owners;

  Rollback(DeltaStore store, String path, UnaryOperator<String> resolver, DateOwners owners) {
    this.store = store;
    this.path = path;
    this.resolver = resolver;
    this.owners = owners;
  }

  /**
   * @param history the table's publications, newest first
   * @param job the job that the user names, if any
   */
  RollbackResult run(
      LocalDate date,
      List<PublicationRecord> history,
      Optional<RunId> to,
      Decision decision,
      Optional<PublishingJob> job) {
    List<PublicationRecord> ofDate =
        history.stream().filter(record -> record.runDate().equals(date)).toList();
    Deque<PublicationRecord> standing = standing(ofDate);
    if (standing.isEmpty()) {
      throw PublicationErrors.nothingToRollBack(
          path,
          "its history has no publication for %s".formatted(date),
          "Check the date; commits are told for as long as delta.logRetentionDuration keeps them.");
    }
    PublicationRecord from = standing.pop();
    PublicationRecord target = target(date, ofDate, standing, from, to);
    PublishingJob owner = requireOneJob(from, target, job);
    PartitionReplacement day =
        ForecastTableWriter.day(store.properties(path), date, decision.run().value());
    String summary =
        RunSummary.foundBy(
            RunSummary.with(
                RunSummary.withJob(copiedAs(from, target.summary()), owner.name()),
                RunSummary.ROLLED_BACK,
                facts(from, decision)),
            decision.run().value());
    ForecastTableWriter table = new ForecastTableWriter(store, owners, path, day, owner);
    Dataset<Row> rows = stored(path, target);
    try {
      requireWhole(rows, target);
      Dataset<Row> prepared = table.prepare(widened(rows, store.schema(path)));
      rollBackRejects(target, day, summary, owner);
      table.replaceDay(prepared, target.scored(), summary);
      return new RollbackResult(from, target, table.committedVersion(), path);
    } finally {
      rows.unpersist();
    }
  }

  /** The forecasts of one job replace another's only if its job file allows it. */
  private PublishingJob requireOneJob(
      PublicationRecord from, PublicationRecord target, Optional<PublishingJob> named) {
    String visible = owners.owner(from);
    String required = owners.owner(target);
    PublishingJob job =
        named
            .filter(given -> given.name().equals(required))
            .orElseGet(() -> PublishingJob.of(required));
    if (!job.mayReplace(visible)) {
      throw new AlmanacException(
          ErrorCode.ANOTHER_JOBS_FORECASTS,
          "%s has forecasts of job '%s' for %s (run %s), and run %s is of job '%s'.\nNothing was changed. Name a run of job '%s' with --to. To put the forecasts of '%s' in their place, name its job file with --job, and allow that once with -D forecasts.take-over=%s."
              .formatted(
                  path,
                  visible,
                  from.runDate(),
                  from.runId(),
                  target.runId(),
                  required,
                  visible,
                  required,
                  visible));
    }
    return job;
  }

  /** The export target of the visible forecasts also applies to those that replace them. */
  private static String copiedAs(PublicationRecord from, String summary) {
    return from.copiedTo()
        .map(
            table ->
                RunSummary.with(summary, RunSummary.COPY, Map.of(RunSummary.COPY_TABLE, table)))
        .orElse(summary);
  }

  private static Map<String, String> facts(PublicationRecord from, Decision decision) {
    Map<String, String> facts = new TreeMap<>(decision.facts());
    facts.put("from", from.runId().value());
    return facts;
  }

  /**
   * The publications of a date as a stack: the visible one on top, below each the one it replaced.
   * A rollback removes all publications after its target.
   */
  static Deque<PublicationRecord> standing(List<PublicationRecord> newestFirst) {
    Deque<PublicationRecord> standing = new ArrayDeque<>();
    List<PublicationRecord> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    for (PublicationRecord record : oldestFirst) {
      boolean again = standing.stream().anyMatch(known -> known.runId().equals(record.runId()));
      while (again && !standing.peek().runId().equals(record.runId())) {
        standing.pop();
      }
      if (again) {
        standing.pop();
      }
      standing.push(record);
    }
    return standing;
  }

  private PublicationRecord target(
      LocalDate date,
      List<PublicationRecord> ofDate,
      Deque<PublicationRecord> below,
      PublicationRecord from,
      Optional<RunId> to) {
    if (to.isEmpty()) {
      if (below.isEmpty()) {
        throw PublicationErrors.nothingToRollBack(
            path,
            "nothing was published for %s before run %s".formatted(date, from.runId()),
            "Name the run with --to, if it is one that was rolled back before.");
      }
      return below.peek();
    }
    if (to.get().equals(from.runId())) {
      throw PublicationErrors.nothingToRollBack(
          path,
          "the forecasts of run %s are the visible ones of %s".formatted(from.runId(), date),
          "There is nothing to do.");
    }
    return ofDate.stream()
        .filter(record -> record.runId().equals(to.get()))
        .findFirst()
        .orElseThrow(
            () ->
                PublicationErrors.nothingToRollBack(
                    path,
                    "run %s published nothing for %s".formatted(to.get(), date),
                    "Its publications are: "
                        + String.join(
                            ", ",
                            ofDate.stream().map(run -> run.runId().value()).distinct().toList())));
  }

  private Dataset<Row> stored(String table, PublicationRecord publication) {
    try {
      return store
          .read(table, publication.tableVersion())
          .where(ForecastSchema.named(ForecastColumns.RUN_DATE).equalTo(lit(publication.runDate())))
          .persist(StorageLevel.MEMORY_AND_DISK());
    } catch (Exception e) {
      throw unreadable(publication, e);
    }
  }

  private void requireWhole(Dataset<Row> rows, PublicationRecord publication) {
    long count;
    try {
      count = rows.count();
    } catch (Exception e) {
      throw unreadable(publication, e);
    }
    if (count != publication.scored()) {
      throw PublicationErrors.nothingToRollBack(
          path,
          String.format(
              Locale.ROOT,
              "version %d has %s of %s where run %s published %s",
              publication.tableVersion(),
              Text.count(count, "row"),
              publication.runDate(),
              publication.runId(),
              Text.grouped(publication.scored())),
          "The table was not changed; somebody else wrote to it. Score the date again.");
    }
  }

  private AlmanacException unreadable(PublicationRecord publication, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String condition = cause instanceof SparkThrowable spark ? spark.getCondition() : null;
      if (cause instanceof FileNotFoundException
          || (condition != null
              && (condition.contains("FILE_NOT_EXIST")
                  || condition.contains("FILE_NOT_FOUND")
                  || condition.contains("VERSION_NOT_FOUND")
                  || condition.contains("TIMESTAMP_EARLIER")))) {
        return PublicationErrors.filesGone(path, publication, failure);
      }
    }
    return WarehouseErrors.reading(path, failure);
  }

  /** The rows with the columns that were added to the table since, null. */
  private static Dataset<Row> widened(Dataset<Row> rows, StructType schema) {
    List<String> present = Arrays.asList(rows.columns());
    Dataset<Row> wider = rows;
    for (StructField field : schema.fields()) {
      if (!present.contains(field.name())) {
        wider = wider.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return wider;
  }

  /** Rolls back the rejects, too, as far as the history of their table reaches. */
  private void rollBackRejects(
      PublicationRecord target, PartitionReplacement day, String summary, PublishingJob owner) {
    if (target.rejects().isEmpty() || !store.exists(resolver.apply(target.rejects()))) {
      return;
    }
    String rejects = resolver.apply(target.rejects());
    Optional<PublicationRecord> then =
        store.history(rejects, true).stream()
            .map(commit -> RunSummary.record(commit.version(), commit.at(), commit.metadata()))
            .flatMap(Optional::stream)
            .filter(record -> record.runId().equals(target.runId()))
            .findFirst();
    if (then.isEmpty()) {
      return;
    }
    Dataset<Row> rows = stored(rejects, then.get());
    try {
      long count = rows.count();
      if (count == target.rejected()) {
        ForecastTableWriter table = new ForecastTableWriter(store, owners, rejects, day, owner);
        table.replaceDay(table.prepare(widened(rows, store.schema(rejects))), count, summary);
      }
    } catch (Exception e) {
      // The forecasts take precedence; the run id distinguishes rejects of another run.
      LOG.warn(
          "table={} keeps its rejects: {}", rejects, Text.message(String.valueOf(e.getMessage())));
    } finally {
      rows.unpersist();
    }
  }
}
