package dev.almanac.training;

import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.clustering.KMeansModel;

/** What a clustering found. Its labels are known only after the fit: the numbers of its groups. */
final class Clusters {
  private Clusters() {}

  /** The signature with the groups that were found; that of any other task as it is. */
  static Signature named(Signature signature, PipelineModel pipeline) {
    if (signature.task() != TaskType.CLUSTERING) {
      return signature;
    }
    KMeansModel model = (KMeansModel) pipeline.stages()[pipeline.stages().length - 1];
    // Fewer than k where there are fewer different rows.
    List<String> groups =
        IntStream.range(0, model.clusterCenters().length).mapToObj(Integer::toString).toList();
    return new Signature(
        signature.task(), signature.inputs(), signature.target(), groups, signature.positive());
  }
}
