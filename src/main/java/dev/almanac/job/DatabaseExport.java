package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.data.SparkFailures;
import dev.almanac.database.Copied;
import dev.almanac.database.CopyRequest;
import dev.almanac.database.PostgresExporter;
import dev.almanac.database.RowValues;
import dev.almanac.warehouse.VisibleForecasts;
import dev.almanac.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the visible forecasts of a date to the PostgreSQL database of a job. Runs, backfills,
 * approvals and rollbacks all use it. It exports the current content of the forecast table, so the
 * last export is the newest.
 */
final class DatabaseExport {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseExport.class);

  private final SparkSession spark;
  private final PlatformSpec platform;

  DatabaseExport(SparkSession spark, PlatformSpec platform) {
    this.spark = spark;
    this.platform = platform;
  }

  /**
   * Exports the date, if the job names a database. Never throws: the forecasts are published.
   *
   * @param by the execution that exports
   */
  CopyOutcome copy(JobSpec job, LocalDate date, RunId by, Progress progress) {
    if (job.copy().isEmpty()) {
      return CopyOutcome.NONE;
    }
    JdbcSpec target = job.copy().get();
    progress.step("copy to " + target.table());
    try {
      Copied copied = copy(job, target, date, by);
      progress.fact(copied.describe());
      LOG.info("date={} table={} {}", date, target.table(), copied);
      return new CopyOutcome(Optional.of(copied), Optional.empty());
    } catch (Exception e) {
      // Spark's checked exceptions are not declared.
      AlmanacException translated = translate(job, date, e);
      LOG.warn("date={} table={} not copied", date, target.table(), e);
      return new CopyOutcome(Optional.empty(), Optional.of(translated));
    }
  }

  private Copied copy(JobSpec job, JdbcSpec target, LocalDate date, RunId by) {
    Warehouse warehouse =
        new Warehouse(
            CopyRows.session(spark, target.batchBytes()),
            name -> ForecastTables.location(platform, name));
    VisibleForecasts visible = warehouse.visible(job.forecasts().table(), date);
    CopyRows rows = new CopyRows(visible.rows());
    return new PostgresExporter(target)
        .copy(
            new CopyRequest(
                rows.columns(),
                visible.keys(),
                ForecastColumns.RUN_DATE,
                date,
                new CopyRequest.Source(visible.tableId(), visible.location(), visible.version()),
                by.value()),
            () -> some(rows.iterator(), visible.location(), date));
  }

  /** Refuses a date without forecasts, whose export would empty it in the database. */
  private static Iterator<RowValues> some(
      Iterator<RowValues> rows, String location, LocalDate date) {
    if (!rows.hasNext()) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_FORECAST,
          "%s has no forecasts of %s.\nSee which dates it has with: almanac runs list"
              .formatted(location, date));
    }
    return rows;
  }

  private AlmanacException translate(JobSpec job, LocalDate date, Exception failure) {
    Optional<AlmanacException> ours = AlmanacException.within(failure);
    Optional<ErrorCode> code = ours.map(AlmanacException::code);
    if (code.filter(c -> c == ErrorCode.NO_SUCH_TABLE || c == ErrorCode.NO_SUCH_FORECAST)
        .isPresent()) {
      return ours.get();
    }
    String what =
        ours.map(e -> String.valueOf(e.getMessage()))
            .orElseGet(() -> "the forecasts cannot be read: " + SparkFailures.firstLine(failure));
    return new AlmanacException(
        code.filter(c -> c == ErrorCode.COPY_MISMATCH).orElse(ErrorCode.COPY_FAILED),
        "%s%s\nThe forecasts of %s are published in %s and stay so; the database is as it was. Correct the cause, then copy them, without scoring, with: almanac forecasts copy JOB --run-date %s"
            .formatted(
                what,
                what.endsWith(".") || what.endsWith(";") ? "" : ".",
                date,
                ForecastTables.location(platform, job.forecasts().table()),
                date),
        failure);
  }
}
