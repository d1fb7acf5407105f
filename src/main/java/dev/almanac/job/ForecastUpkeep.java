package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.Text;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.warehouse.Decision;
import dev.almanac.warehouse.PublicationRecord;
import dev.almanac.warehouse.RollbackResult;
import dev.almanac.warehouse.TableMaintenance;
import dev.almanac.warehouse.Warehouse;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** Rollback and maintenance of a forecast table. */
public final class ForecastUpkeep {
  private final RunTableWriter log;
  private final DatabaseExport copies;
  private final Warehouse warehouse;

  /** Operations with a session and the platform's configuration. */
  public ForecastUpkeep(SparkSession spark, PlatformSpec platform) {
    this.log = new RunTableWriter(spark, platform);
    this.copies = new DatabaseExport(spark, platform);
    this.warehouse = ForecastTables.warehouse(spark, platform);
  }

  /**
   * Restores an earlier publication of a date, see {@link Warehouse#rollBack}, and records it in
   * the runs table.
   */
  public RollbackResult rollBack(
      String table, LocalDate date, Optional<RunId> to, Decision decision, Progress progress) {
    return rollBack(table, date, to, decision, ExportChoice.UNSAID, progress).done();
  }

  /**
   * As above.
   *
   * @param copying the choice of the export
   * @throws AlmanacException also BAD_OPTION if the choice is missing; COPY_FAILED or COPY_MISMATCH
   *     if the date is rolled back and the export failed
   */
  public WithCopy<RollbackResult> rollBack(
      String table,
      LocalDate date,
      Optional<RunId> to,
      Decision decision,
      ExportChoice copying,
      Progress progress) {
    progress.step("roll %s of %s back".formatted(date, table));
    Optional<JobSpec> job =
        copying.of(
            newest(table, date).flatMap(PublicationRecord::copiedTo),
            warehouse.location(table),
            spec -> warehouse.location(spec.forecasts().table()));
    RollbackResult done =
        warehouse.rollBack(
            table, date, to, decision, copying.job().map(ForecastTables::publishing));
    CopyOutcome copy =
        job.map(spec -> copies.copy(spec, date, decision.run(), progress)).orElse(CopyOutcome.NONE);
    OptionalLong version = OptionalLong.of(done.tableVersion());
    RunRecord again =
        done.to()
            .run(done.table(), decision.user())
            .became(
                RunState.PUBLISHED,
                version,
                decision.at(),
                decision.user(),
                copy.after("visible again: " + decision.reason()))
            .summed(copy.in(done.to().summary()));
    RunRecord before =
        done.from()
            .run(done.table(), decision.user())
            .became(
                RunState.ROLLED_BACK, version, decision.at(), decision.user(), decision.reason());
    log.write(List.of(again, before), progress);
    return new WithCopy<>(done, copy.orThrow());
  }

  private Optional<PublicationRecord> newest(String table, LocalDate date) {
    return warehouse.history(table).stream()
        .filter(publication -> publication.runDate().equals(date))
        .findFirst();
  }

  /** Compacts a table's files, see {@link TableMaintenance#optimize}. */
  public TableMaintenance.Optimized optimize(String table, Progress progress) {
    progress.step("join the small files of " + table);
    return warehouse.upkeep(table).optimize();
  }

  /** Removes unneeded files, see {@link TableMaintenance#vacuum}. */
  public TableMaintenance.Vacuumed vacuum(String table, int days, Progress progress) {
    progress.step(
        "remove files of %s that are older than %s".formatted(table, Text.count(days, "day")));
    return warehouse.upkeep(table).vacuum(days);
  }

  /** Counts the files that {@link #vacuum} would remove. */
  public TableMaintenance.Vacuumed rehearseVacuum(String table, int days, Progress progress) {
    progress.step(
        "count files of %s that are older than %s".formatted(table, Text.count(days, "day")));
    return warehouse.upkeep(table).rehearse(days);
  }
}
