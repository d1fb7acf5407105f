package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.Profile;
import dev.almanac.core.RowAccount;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.Table;
import dev.almanac.monitoring.ProfileJson;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.warehouse.Inspection;
import dev.almanac.warehouse.LastForecasts;
import dev.almanac.warehouse.Warehouse;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The guards of a job, on the forecasts of one run. Compared is with the training of the job's
 * model, which scores the rows of no segment.
 */
final class RunInspection implements Inspection {
  private final ModelRegistry registry;
  private final Warehouse warehouse;
  private final JobSpec job;
  private final RunContext run;
  private final Scorers scorers;
  private final Table table;
  private final RunNotes notes;
  private List<GuardFinding> findings = List.of();

  RunInspection(
      ModelRegistry registry,
      Warehouse warehouse,
      JobSpec job,
      RunContext run,
      Scorers scorers,
      Table table,
      RunNotes notes) {
    this.registry = registry;
    this.warehouse = warehouse;
    this.job = job;
    this.run = run;
    this.scorers = scorers;
    this.table = table;
    this.notes = notes;
  }

  /** What was found; nothing before the rows were inspected. */
  List<GuardFinding> findings() {
    return findings;
  }

  @Override
  public List<GuardFinding> inspect(Dataset<Row> scored, RowAccount rows) {
    notes.rows(rows);
    if (job.forecasts().guards().isOff()) {
      return List.of();
    }
    run.progress().step("compare with training and with what is published");
    GuardInspection guards =
        new GuardInspection(job.forecasts().guards(), scorers.main().signature(), profile());
    Optional<LastForecasts> last =
        guards.looksBack()
            ? warehouse.last(job.forecasts().table(), run.runDate())
            : Optional.empty();
    findings = guards.inspect(table.rows(), scored, rows, job.score().keys(), last);
    return findings;
  }

  @Override
  public void summed(String summary) {
    notes.summary(summary);
    run.progress().step("publish");
  }

  @Override
  public void lastCheck() {
    scorers.publishing().forEach(scorer -> registry.requireUsable(scorer.registered()));
  }

  /** What the version knows of its training; nothing if it keeps no profile that can be read. */
  private Optional<Profile> profile() {
    VersionArtifacts artifacts = registry.open(scorers.main().registered());
    try {
      return artifacts.has(Artifacts.PROFILE)
          ? Optional.of(ProfileJson.read(artifacts.read(Artifacts.PROFILE)))
          : Optional.empty();
    } catch (AlmanacException e) {
      if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
        throw e;
      }
      // Forecasts do not need it, and guards tell that there was none.
      return Optional.empty();
    }
  }
}
