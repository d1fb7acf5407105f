package dev.almanac.job;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.training.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * What a training would read and do, found out without writing anything.
 *
 * @param job with all its features named
 * @param sources what it would read, each pinned as a training pins it
 * @param features what rules took and left among the columns, a line each; none without rules
 * @param rows how many rows it would learn from; absent if they are too many to be counted now
 * @param bytes about how many bytes the sources have, as Spark estimates it
 * @param base the version that the job's alias points to: the champion of the gate and the parent
 * @param notes what the gate could not be asked for
 * @param unchanged the version that stands, so that nothing would be trained
 */
public record TrainPlan(
    JobSpec job,
    List<SourceVersion> sources,
    List<String> features,
    Optional<Trainer.Counts> rows,
    long bytes,
    Optional<ParentVersion> base,
    List<String> notes,
    Optional<ModelVersion> unchanged) {
  /** Copies the lists. */
  public TrainPlan {
    sources = List.copyOf(sources);
    features = List.copyOf(features);
    notes = List.copyOf(notes);
  }
}
