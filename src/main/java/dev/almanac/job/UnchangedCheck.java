package dev.almanac.job;

import dev.almanac.core.Digests;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Provenance;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.data.RepeatableQuery;
import dev.almanac.data.SqlTokens;
import dev.almanac.data.Table;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Check whether a training would reproduce the version to which the job's alias points. Newer
 * libraries do not count as a change: to retrain with them, train without skipping.
 */
final class UnchangedCheck {
  private UnchangedCheck() {}

  /**
   * The version that is still current; absent if something changed or cannot be determined.
   *
   * @param current the version to which the job's alias points
   * @param table the training table
   */
  static Optional<RegisteredVersion> of(
      ModelRegistry registry,
      JobSpec job,
      Optional<ParentVersion> current,
      RunContext run,
      Table table) {
    if (!job.train().learning().skipIfUnchanged() || job.alias().isEmpty() || current.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = new ModelVersion(job.model(), current.get().number());
    if (registry.withdrawal(version).isPresent()) {
      return Optional.empty();
    }
    RegisteredVersion found = registry.resolve(new ModelRef.ByNumber(version));
    if (!same(found.manifest().facts().provenance(), job, run.runDate(), table.sources())) {
      return Optional.empty();
    }
    Optional<String> obstacle = RepeatableQuery.obstacle(job.train().dataset(), table.rows());
    obstacle.ifPresent(why -> run.progress().fact("skip-if-unchanged does not apply: " + why));
    return obstacle.isPresent() ? Optional.empty() : Optional.of(found);
  }

  private static boolean same(
      Provenance trained, JobSpec job, LocalDate runDate, List<SourceVersion> sources) {
    boolean known =
        sources.stream()
            .allMatch(source -> source.version().isPresent() || !source.fingerprint().isEmpty());
    return known
        && trained.sources().equals(sources)
        && trained.specHash().equals(Digests.sha256(job.effective()))
        && (trained.runDate().equals(runDate)
            || (!dated(job) && !runDate.isBefore(trained.runDate())));
  }

  /**
   * Whether the rows depend on the run date; a version is never current for an earlier date than
   * its own.
   */
  private static boolean dated(JobSpec job) {
    return job.train()
            .dataset()
            .query()
            .filter(query -> SqlTokens.of(query).hasParameter("run_date"))
            .isPresent()
        || job.train().window().filter(window -> window.days().isPresent()).isPresent();
  }
}
