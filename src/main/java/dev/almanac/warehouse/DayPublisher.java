package dev.almanac.warehouse;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ForecastColumns;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import dev.almanac.shuffle.SortedRows;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the forecasts and rejects of one run. The rows are computed once. The forecast files
 * are written first, then checked, then committed.
 */
final class DayPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(DayPublisher.class);

  private final DeltaStore store;
  private final DateOwners owners;
  private final UnaryOperator<String> resolver;
  private final PublishRequest request;
  private final PrePublishCheck inspection;
  private final ForecastTableWriter table;
  private final ForecastTableWriter rejectsTable;

  DayPublisher(
      DeltaStore store,
      DateOwners owners,
      UnaryOperator<String> resolver,
      PublishRequest request,
      PrePublishCheck inspection) {
    this.store = store;
    this.owners = owners;
    this.resolver = resolver;
    this.request = request;
    this.inspection = inspection;
    this.table = target(request.table());
    this.rejectsTable = target(request.rejects());
  }

  private ForecastTableWriter target(String name) {
    return new ForecastTableWriter(
        store, owners, resolver.apply(name), PartitionReplacement.of(request), request.job());
  }

  Publication publish() {
    Dataset<Row> scored = ForecastSchema.scored(request.scored().rows(), request);
    PublicationChecks guards = new PublicationChecks(scored, request);
    RowCounts rows = counted(guards);
    if (table.isThere()) {
      return existing(scored, guards, rows);
    }
    // Create no table for rows that are refused.
    distinct(guards);
    Dataset<Row> forecasts =
        scored.where(ForecastSchema.named(ForecastColumns.REJECT_REASON).isNull());
    String summary = inspected(scored, forecasts, rows);
    return committed(written(scored, guards, rows), scored, rows, summary);
  }

  private Publication existing(Dataset<Row> scored, PublicationChecks guards, RowCounts rows) {
    DayFiles files = written(scored, guards, rows);
    return committed(files, scored, rows, inspected(scored, files.rows(), rows));
  }

  private RowCounts counted(PublicationChecks guards) {
    try {
      RowCounts rows = guards.check();
      LOG.info(
          "runId={} in={} scored={} rejected={}",
          request.runId(),
          rows.in(),
          rows.scored(),
          rows.rejected());
      return rows;
    } catch (Exception e) {
      throw WarehouseErrors.scoring(e);
    }
  }

  private static void distinct(PublicationChecks guards) {
    try {
      guards.requireDistinctKeys();
    } catch (Exception e) {
      throw WarehouseErrors.scoring(e);
    }
  }

  /** Writes the forecast files. Sorted rows make equal keys adjacent, which finds duplicates. */
  private DayFiles written(Dataset<Row> scored, PublicationChecks guards, RowCounts rows) {
    SortedRows sorted =
        SortedRows.of(
            scored,
            request.keys(),
            ForecastColumns.RUN_DATE,
            ForecastSchema.constantRow(store.spark(), request));
    DayFiles files = table.write(prepared(table, ForecastSchema.completed(sorted.rows(), request)));
    if (sorted.duplicates() > 0) {
      distinct(guards);
    }
    if (files.count() != rows.scored()) {
      throw new AlmanacException(
          ErrorCode.INTERNAL,
          String.format(
              Locale.ROOT,
              "%d forecasts were made and %d written.\n"
                  + "Nothing was published. Run again, and report it if it comes back.",
              rows.scored(),
              files.count()));
    }
    return files;
  }

  /** The user metadata of the run's commit, if no check refuses the run. */
  private String inspected(Dataset<Row> scored, Dataset<Row> forecasts, RowCounts rows) {
    List<GuardFinding> findings = inspection.inspect(forecasts, rows);
    String summary = RunSummary.write(request, rows, findings);
    inspection.summed(summary);
    List<GuardFinding> refusals =
        findings.stream()
            .filter(finding -> finding.verdict() == GuardFinding.Verdict.REFUSED)
            .toList();
    if (refusals.isEmpty()) {
      return summary;
    }
    hold(scored, summary);
    throw PublicationErrors.held(request, refusals);
  }

  private void hold(Dataset<Row> scored, String summary) {
    requireOwn();
    new HeldRuns(store, owners).keep(scored, request, table.path(), rejectsTable.path(), summary);
    LOG.info("runId={} held for table={}", request.runId(), table.path());
  }

  private void requireOwn() {
    try {
      owners.requireOwn(table.path(), request.runDate(), request.job());
    } catch (Exception e) {
      throw WarehouseErrors.reading(table.path(), e);
    }
  }

  private Publication committed(
      DayFiles files, Dataset<Row> scored, RowCounts rows, String summary) {
    Dataset<Row> rejects = prepared(rejectsTable, ForecastSchema.rejects(scored, request));
    inspection.lastCheck();
    if (rows.rejectedRows() > 0 || rejectsTable.hasRows()) {
      rejectsTable.replaceDay(rejects, rows.rejectedRows(), summary);
      inspection.lastCheck();
    }
    Publication.Outcome outcome = table.commit(files, summary);
    long version = table.committedVersion();
    LOG.info(
        "runId={} table={} version={} runDate={}",
        request.runId(),
        table.path(),
        version,
        request.runDate());
    return new Publication(table.path(), version, rejectsTable.path(), rows, outcome);
  }

  private static Dataset<Row> prepared(ForecastTableWriter table, Dataset<Row> rows) {
    try {
      return table.prepare(rows);
    } catch (Exception e) {
      throw WarehouseErrors.reading(table.path(), e);
    }
  }
}
