package dev.almanac.job;

import dev.almanac.core.Alias;
import dev.almanac.core.Digests;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Provenance;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the version that a job's alias points to is what the job would train again. Newer
 * libraries are no change: who wants a version by them trains without skipping.
 */
final class Standing {
  private static final Pattern RUN_DATE = Pattern.compile(":\\s*run_date");

  /** Functions whose answer changes though no source does. */
  private static final Pattern DRAWN_ANEW =
      Pattern.compile(
          "(?i)\\b(now|curdate|current_(date|timestamp|time|timezone|user)|localtimestamp|rand|randn|random"
              + "|uniform|uuid|shuffle|unix_timestamp|monotonically_increasing_id)\\b");

  private Standing() {}

  /** The version that stands; absent if something changed, or nothing can tell. */
  static Optional<RegisteredVersion> of(
      ModelRegistry registry, JobSpec job, LocalDate runDate, List<SourceVersion> sources) {
    Optional<Alias> alias = job.alias();
    Optional<ParentVersion> current =
        alias.flatMap(pointing -> registry.current(job.model(), pointing));
    if (!job.train().learning().skipIfUnchanged() || current.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = new ModelVersion(job.model(), current.get().number());
    if (registry.withdrawal(version).isPresent()) {
      return Optional.empty();
    }
    RegisteredVersion found = registry.resolve(new ModelRef.ByNumber(version));
    return same(found.manifest().facts().provenance(), job, runDate, sources)
        ? Optional.of(found)
        : Optional.empty();
  }

  private static boolean same(
      Provenance trained, JobSpec job, LocalDate runDate, List<SourceVersion> sources) {
    boolean told =
        sources.stream()
            .allMatch(source -> source.version().isPresent() || !source.fingerprint().isEmpty());
    return told
        && trained.sources().equals(sources)
        && trained.specHash().equals(Digests.sha256(job.effective()))
        && !matches(job, DRAWN_ANEW)
        && (trained.runDate().equals(runDate)
            || (!dated(job) && !runDate.isBefore(trained.runDate())));
  }

  /** Whether the rows depend on the run date; a version never stands for a date before its own. */
  private static boolean dated(JobSpec job) {
    return matches(job, RUN_DATE)
        || job.train().window().filter(window -> window.days().isPresent()).isPresent();
  }

  private static boolean matches(JobSpec job, Pattern pattern) {
    return job.train().dataset().query().filter(query -> pattern.matcher(query).find()).isPresent();
  }
}
