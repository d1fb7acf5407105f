package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.ModelRef;
import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;
import dev.almanac.files.FileStores;
import dev.almanac.files.WriterPolicy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.warehouse.Decision;
import dev.almanac.warehouse.Publication;
import dev.almanac.warehouse.PublicationRecord;
import dev.almanac.warehouse.Warehouse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** Approves or discards held runs. */
public final class HeldRunApproval {
  private final SparkSession spark;
  private final ModelRegistry registry;
  private final PlatformSpec platform;
  private final RunTableWriter log;
  private final DatabaseExport copies;
  private final Warehouse warehouse;

  /** Decisions with a session, a registry and the platform's configuration. */
  public HeldRunApproval(SparkSession spark, ModelRegistry registry, PlatformSpec platform) {
    this.spark = spark;
    this.registry = registry;
    this.platform = platform;
    this.log = new RunTableWriter(spark, platform);
    this.copies = new DatabaseExport(spark, platform);
    this.warehouse = ForecastTables.warehouse(spark, platform);
  }

  /**
   * Publishes exactly the forecasts of a held run, in one commit.
   *
   * @param table the forecast table; may be empty if the runs table has the run
   * @throws AlmanacException NO_SUCH_RUN if it is not held; VERSION_WITHDRAWN if its version was
   *     withdrawn since; LOST_RACE if other forecasts of its date were published since
   */
  public Publication approve(
      RunId run, Optional<String> table, Decision decision, Progress progress) {
    return approve(run, table, decision, ExportChoice.UNSAID, progress).done();
  }

  /**
   * As above.
   *
   * @param copying the choice of the export
   * @throws AlmanacException also BAD_OPTION if the choice is missing; COPY_FAILED or COPY_MISMATCH
   *     if the forecasts are published and the export failed
   */
  public WithCopy<Publication> approve(
      RunId run,
      Optional<String> table,
      Decision decision,
      ExportChoice copying,
      Progress progress) {
    String location = location(run, table);
    progress.step("publish what run %s left".formatted(run));
    PublicationRecord held = warehouse.held(location, run);
    Optional<JobSpec> job =
        copying.of(
            held.copiedTo(),
            warehouse.location(location),
            spec -> warehouse.location(spec.forecasts().table()));
    List<RegisteredVersion> versions =
        held.versions().stream()
            .map(version -> registry.resolve(new ModelRef.ByNumber(version)))
            .toList();
    Publication publication =
        warehouse.approve(location, run, decision, () -> versions.forEach(registry::requireUsable));
    CopyOutcome copy =
        job.map(spec -> copies.copy(spec, held.runDate(), decision.run(), progress))
            .orElse(CopyOutcome.NONE);
    RunRecord row = known(run).orElseGet(() -> held.run(location, decision.user()));
    log.write(
        List.of(
            row.became(
                    RunState.PUBLISHED,
                    OptionalLong.of(publication.tableVersion()),
                    decision.at(),
                    decision.user(),
                    copy.after("approved: " + decision.reason()))
                .summed(copy.in(row.summary()))),
        progress);
    remove(location, run);
    return new WithCopy<>(publication, copy.orThrow());
  }

  /**
   * Deletes the forecasts of a held run.
   *
   * @throws AlmanacException NO_SUCH_RUN if it is not held
   */
  public void discard(RunId run, Optional<String> table, Decision decision, Progress progress) {
    String location = location(run, table);
    progress.step("remove what run %s left".formatted(run));
    Optional<RunRecord> row = known(run);
    if (row.isEmpty()) {
      row = Optional.of(warehouse.held(location, run).run(location, decision.user()));
    }
    remove(location, run);
    log.write(
        List.of(
            row.get()
                .became(
                    RunState.REFUSED,
                    OptionalLong.empty(),
                    decision.at(),
                    decision.user(),
                    "discarded: " + decision.reason())),
        progress);
  }

  private String location(RunId run, Optional<String> table) {
    Optional<RunRecord> row = known(run);
    if (row.isPresent() && row.get().state() != RunState.HELD) {
      throw new AlmanacException(
          ErrorCode.NO_SUCH_RUN,
          "run %s is not held: it is %s since %s.\nSee how it came to that with: almanac runs show %s"
              .formatted(run, row.get().state().word(), row.get().finishedAt(), run));
    }
    return table
        .map(name -> ForecastTables.location(platform, name))
        .or(() -> row.map(RunRecord::location))
        .orElseThrow(
            () ->
                new AlmanacException(
                    ErrorCode.NO_SUCH_RUN,
                    "%s knows no run %s.\nSee which are held with almanac runs list, or name the forecast table with --table."
                        .formatted(RunTableWriter.location(platform), run)));
  }

  private Optional<RunRecord> known(RunId run) {
    return log.history().latest().stream().filter(row -> row.runId().equals(run)).findFirst();
  }

  private void remove(String location, RunId run) {
    String folder = warehouse.heldFolder(location, run);
    int slash = folder.lastIndexOf('/');
    FileStores.open(
            folder.substring(0, slash),
            WriterPolicy.SINGLE_DECLARED,
            () -> spark.sparkContext().hadoopConfiguration())
        .deleteTree(folder.substring(slash + 1));
  }
}
