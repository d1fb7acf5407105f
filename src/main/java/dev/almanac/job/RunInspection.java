package dev.almanac.job;

import dev.almanac.core.GuardFinding;
import dev.almanac.core.RowCounts;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.PrePublishCheck;
import dev.almanac.warehouse.Warehouse;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Applies the job's guards to the forecasts of one run. */
final class RunInspection implements PrePublishCheck {
  private final ModelRegistry registry;
  private final Warehouse warehouse;
  private final JobSpec job;
  private final RunContext run;
  private final ScoringPlan scorers;
  private final List<GuardedModel> models;
  private final PassCounts counts;
  private final RunRecorder notes;
  private List<GuardFinding> findings = List.of();

  RunInspection(
      ModelRegistry registry,
      Warehouse warehouse,
      JobSpec job,
      RunContext run,
      ScoringPlan scorers,
      List<GuardedModel> models,
      PassCounts counts,
      RunRecorder notes) {
    this.registry = registry;
    this.warehouse = warehouse;
    this.job = job;
    this.run = run;
    this.scorers = scorers;
    this.models = models;
    this.counts = counts;
    this.notes = notes;
  }

  /** The findings; empty before the inspection. */
  List<GuardFinding> findings() {
    return findings;
  }

  @Override
  public List<GuardFinding> inspect(Dataset<Row> forecasts, RowCounts rows) {
    notes.rows(rows);
    if (job.forecasts().guards().isOff()) {
      return List.of();
    }
    run.progress().step("compare with training and with what is published");
    findings =
        new GuardInspection(job.forecasts().guards(), models, counts)
            .inspect(
                forecasts,
                rows,
                job.score().keys(),
                () -> warehouse.last(job.forecasts().table(), run.runDate()));
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
}
