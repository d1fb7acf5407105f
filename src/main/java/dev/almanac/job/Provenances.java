package dev.almanac.job;

import dev.almanac.core.Digests;
import dev.almanac.core.ParentVersion;
import dev.almanac.core.Provenance;
import dev.almanac.core.SourceVersion;
import dev.almanac.core.spec.JobSpec;
import dev.almanac.training.TrainedModel;
import java.util.List;
import java.util.Optional;

/** Creates the provenance of a version. */
final class Provenances {
  private Provenances() {}

  static Provenance of(
      JobSpec job,
      RunContext run,
      Optional<ParentVersion> parent,
      List<SourceVersion> sources,
      TrainedModel trained) {
    return new Provenance(
        run.runId(),
        run.runDate(),
        run.clock().instant(),
        run.user(),
        parent,
        sources,
        trained.trainRows(),
        trained.holdoutRows(),
        trained.droppedRows(),
        job.train().seed(),
        Digests.sha256(job.effective()),
        job.effective(),
        run.libraries(),
        run.gitCommit());
  }
}
