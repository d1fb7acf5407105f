package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.training.WarmStart;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Loads the version with which a warm start begins. */
final class Continuation {
  private Continuation() {}

  /**
   * The start of a job's training.
   *
   * @param current the version to which the job's alias points
   * @throws AlmanacException as {@link ModelRegistry#resolve} for a warm start
   */
  static WarmStart of(
      SparkSession spark,
      ModelRegistry registry,
      JobSpec job,
      Optional<ParentVersion> current,
      RunContext run) {
    if (!job.train().learning().warmStart()) {
      return WarmStart.NONE;
    }
    if (current.isEmpty()) {
      run.progress().fact("there is no version to go on from, so the training begins anew");
      return WarmStart.NONE;
    }
    ModelVersion version = new ModelVersion(job.model(), current.get().number());
    run.progress().fact("goes on from " + version);
    RegisteredVersion registered = registry.resolve(new ModelRef.ByNumber(version));
    return WarmStart.from(
        new WarmStart.Parent(
            version.toString(),
            new EngineLoader(spark, registry).pipeline(registered),
            registered.manifest().facts().signature()));
  }
}
