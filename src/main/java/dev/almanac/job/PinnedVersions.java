package dev.almanac.job;

import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.ScoreSpec;
import dev.almanac.core.spec.SegmentSpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Resolved versions of a job's model references.
 *
 * @param main the version of the job's model
 * @param segments the versions of its segments, by segment
 */
public record PinnedVersions(ModelVersion main, Map<String, ModelVersion> segments) {
  /** Copies the segments. */
  public PinnedVersions {
    segments = Collections.unmodifiableMap(new LinkedHashMap<>(segments));
  }

  /**
   * Resolves the references.
   *
   * @param at the date at whose beginning (UTC) aliases are resolved; empty for now
   * @param resolve finds the version of a reference, if there is one
   * @return empty if a reference has no version
   */
  static Optional<PinnedVersions> of(
      ScoreSpec spec, Optional<LocalDate> at, Function<ModelRef, Optional<ModelVersion>> resolve) {
    Optional<ModelVersion> main = resolve.apply(reference(spec.model(), at));
    Map<String, ModelVersion> segments = new LinkedHashMap<>();
    Map<String, String> models = spec.segments().map(SegmentSpec::models).orElse(Map.of());
    models.forEach(
        (segment, model) ->
            resolve
                .apply(reference(model, at))
                .ifPresent(version -> segments.put(segment, version)));
    return main.filter(version -> segments.size() == models.size())
        .map(version -> new PinnedVersions(version, segments));
  }

  private static ModelRef reference(String model, Optional<LocalDate> at) {
    ModelRef ref = ModelRef.parse(model);
    return at.isPresent() && ref instanceof ModelRef.ByAlias alias
        ? new ModelRef.ByAlias(
            alias.model(),
            alias.alias(),
            at.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant()))
        : ref;
  }

  /** All versions as text, such as {@code churn:7}. */
  Set<String> words() {
    Set<String> words = new TreeSet<>(Set.of(main.toString()));
    segments.values().forEach(version -> words.add(version.toString()));
    return words;
  }

  /** The job with these versions instead of its segments' references. */
  JobSpec in(JobSpec job) {
    if (segments.isEmpty()) {
      return job;
    }
    Map<String, String> models = new LinkedHashMap<>();
    segments.forEach((segment, version) -> models.put(segment, version.toString()));
    ScoreSpec score = job.score();
    return new JobSpec(
        job.model(),
        job.description(),
        job.runDate(),
        job.train(),
        job.alias(),
        new ScoreSpec(
            score.dataset(),
            score.model(),
            score.keys(),
            score.passThrough(),
            score.engine(),
            score.maxRejectedShare(),
            score.maxRejectedRows(),
            score.segments().map(spec -> new SegmentSpec(spec.column(), models)),
            score.challengers(),
            score.whenEmpty()),
        job.decision(),
        job.forecasts(),
        job.copy(),
        job.effective());
  }
}
