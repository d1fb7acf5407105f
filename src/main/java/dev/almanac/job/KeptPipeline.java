package dev.almanac.job;

import dev.almanac.registry.ArtifactFile;
import dev.almanac.registry.VersionArtifacts;
import dev.almanac.scoring.PipelineScreen;
import dev.almanac.training.KeptStages;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** Loads the pipelines that versions keep, past the screen; the one place that does. */
final class KeptPipeline {
  private KeptPipeline() {}

  /**
   * The pipeline of a version.
   *
   * @throws dev.almanac.core.AlmanacException ARTIFACT_DAMAGED if it is not as it was published, or
   *     names what must not be loaded
   */
  static PipelineModel load(SparkSession spark, VersionArtifacts artifacts) {
    String location = artifacts.verifiedLocation(Artifacts.PIPELINE);
    for (ArtifactFile file : artifacts.files()) {
      if (file.name().startsWith(Artifacts.PIPELINE + "/")) {
        PipelineScreen.check(file.name(), artifacts.read(file.name()));
      }
    }
    return KeptStages.load(spark, location);
  }
}
