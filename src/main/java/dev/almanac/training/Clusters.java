package dev.almanac.training;

import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.clustering.KMeansModel;

/** Cluster labels of a fitted clustering model. They are known only after the fit. */
final class Clusters {
  private Clusters() {}

  /** The signature with the cluster numbers of the fitted model; unchanged for other tasks. */
  static Signature named(Signature signature, PipelineModel pipeline) {
    if (signature.task() != TaskType.CLUSTERING) {
      return signature;
    }
    KMeansModel model = (KMeansModel) pipeline.stages()[pipeline.stages().length - 1];
    // There are fewer than k clusters if there are fewer distinct rows.
    List<String> groups =
        IntStream.range(0, model.clusterCenters().length).mapToObj(Integer::toString).toList();
    return new Signature(
        signature.task(), signature.inputs(), signature.target(), groups, signature.positive());
  }
}
