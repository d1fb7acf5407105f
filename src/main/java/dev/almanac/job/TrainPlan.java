package dev.almanac.job;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.training.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * Plan of a training, computed without writing anything.
 *
 * @param job with all its features resolved
 * @param sources the sources, each pinned as in a training
 * @param features the columns that rules selected and those they left, one line each; empty without
 *     rules
 * @param rows number of training rows; absent if counting them takes too long
 * @param bytes approximate size of the sources, as Spark estimates it
 * @param base the version to which the job's alias points: the gate's champion and the parent
 * @param notes parts of the gate that could not be checked
 * @param unchanged the version that is still current, so that nothing would be trained
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
