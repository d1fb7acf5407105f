package dev.almanac.job;

import dev.almanac.core.ModelRef;
import dev.almanac.core.ModelVersion;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.training.WarmStart;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * The version that a training goes on from, settled once, when the training begins.
 *
 * @param parent absent where it begins anew
 */
record Continuation(WarmStart start, Optional<ParentVersion> parent) {
  /**
   * What a job asks for.
   *
   * @param pointed tells the version that the job's alias points to; asked only for a warm start
   */
  static Continuation of(
      SparkSession spark,
      ModelRegistry registry,
      JobSpec job,
      RunContext run,
      Supplier<Optional<ParentVersion>> pointed) {
    if (!job.train().learning().warmStart()) {
      return new Continuation(WarmStart.NONE, Optional.empty());
    }
    Optional<ParentVersion> current = pointed.get();
    if (current.isEmpty()) {
      run.progress().fact("there is no version to go on from, so the training begins anew");
      return new Continuation(WarmStart.NONE, Optional.empty());
    }
    ModelVersion version = new ModelVersion(job.model(), current.get().number());
    run.progress().fact("goes on from " + version);
    RegisteredVersion registered = registry.resolve(new ModelRef.ByNumber(version));
    return new Continuation(
        WarmStart.from(
            new WarmStart.Parent(
                version.toString(),
                new KeptEngines(spark, registry).pipeline(registered),
                registered.manifest().facts().signature())),
        current);
  }
}
