package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Digests;
import dev.almanac.core.GuardFinding;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.RowCounts;
import dev.almanac.core.Text;
import dev.almanac.core.spec.ChallengerSpec;
import dev.almanac.core.spec.ForecastSpec;
import dev.almanac.core.spec.JdbcSpec;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.Table;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.warehouse.PrePublishCheck;
import dev.almanac.warehouse.Publication;
import dev.almanac.warehouse.PublishRequest;
import dev.almanac.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the forecasts of one scoring pass. */
final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final ModelRegistry registry;
  private final Warehouse warehouse;
  private final JobSpec job;
  private final RunContext run;
  private final Table table;
  private final MultiModelScoring pass;

  Publisher(
      ModelRegistry registry,
      Warehouse warehouse,
      JobSpec job,
      RunContext run,
      Table table,
      MultiModelScoring pass) {
    this.registry = registry;
    this.warehouse = warehouse;
    this.job = job;
    this.run = run;
    this.table = table;
    this.pass = pass;
  }

  /** The request for the job's own forecasts. */
  PublishRequest main(ScoringPlan scorers) {
    return request(
        pass.prefix(),
        scorers.main(),
        scorers.segmentVersions(),
        job.forecasts(),
        job.copy().map(JdbcSpec::table).orElse(""));
  }

  /** Publishes it, unless the check holds it. */
  Publication publish(PublishRequest request, PrePublishCheck inspection) {
    Publication publication = warehouse.publish(request, inspection);
    report(publication.rows());
    return publication;
  }

  /** Publishes challengers after the job's own forecasts; their errors do not affect it. */
  List<ChallengerResult> challengers(ScoringPlan scorers) {
    List<ChallengerResult> results = new ArrayList<>();
    scorers.absent().forEach((spec, why) -> results.add(leftOut(spec, why)));
    scorers.challengers().forEach((spec, scorer) -> results.add(challenger(spec, scorer)));
    return results;
  }

  private ChallengerResult challenger(ChallengerSpec spec, ScoringModel scorer) {
    run.progress().step("publish challenger " + spec.name());
    try {
      Usable usable = new Usable(scorer);
      Publication publication =
          publish(
              request(MultiModelScoring.prefix(spec), scorer, Map.of(), spec.forecasts(), ""),
              usable);
      return new ChallengerResult.Published(
          spec,
          scorer.registered().version(),
          scorer.engine().name(),
          publication.rows(),
          publication.table(),
          publication.tableVersion(),
          usable.summary);
    } catch (AlmanacException e) {
      return leftOut(spec, e);
    }
  }

  private ChallengerResult leftOut(ChallengerSpec spec, AlmanacException why) {
    LOG.warn("runId={} challenger={} left out", run.runId(), spec.name(), why);
    run.progress().fact("challenger %s is left out: %s".formatted(spec.name(), why.getMessage()));
    return new ChallengerResult.LeftOut(spec, why);
  }

  /**
   * Check for challengers: their guards are not applied; only the version must not be withdrawn.
   */
  private final class Usable implements PrePublishCheck {
    private final ScoringModel scorer;
    private String summary = "";

    Usable(ScoringModel scorer) {
      this.scorer = scorer;
    }

    @Override
    public List<GuardFinding> inspect(Dataset<Row> forecasts, RowCounts rows) {
      return List.of();
    }

    @Override
    public void summed(String text) {
      summary = text;
    }

    @Override
    public void lastCheck() {
      registry.requireUsable(scorer.registered());
    }
  }

  private void report(RowCounts rows) {
    run.progress()
        .fact(
            Text.count(rows.scored(), "forecast")
                + ", "
                + Text.count(rows.rejectedRows(), "reject"));
  }

  private PublishRequest request(
      String prefix,
      ScoringModel scorer,
      Map<String, ModelVersion> segments,
      ForecastSpec forecasts,
      String copiedTo) {
    return new PublishRequest(
        pass.run(),
        prefix,
        scorer.signature().task(),
        job.score().passThrough(),
        forecasts.table(),
        forecasts.rejects(),
        run.runDate(),
        scorer.registered().version(),
        segments,
        run.runId(),
        run.clock().instant(),
        table.sources(),
        Digests.sha256(job.effective()),
        job.score().maxRejectedShare(),
        job.score().maxRejectedRows(),
        scorer.engine().name(),
        copiedTo,
        ForecastTables.publishing(job));
  }
}
