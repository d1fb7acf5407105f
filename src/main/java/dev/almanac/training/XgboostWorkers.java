package dev.almanac.training;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.Reproducibility;
import dev.almanac.core.spec.TrainSpec;
import dev.almanac.core.spec.XgboostParams;
import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * Number of workers of an XGBoost fit. They form a barrier stage: Spark starts all or none of them.
 */
final class XgboostWorkers {
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  private XgboostWorkers() {}

  /**
   * The cluster of a fit.
   *
   * @param slots number of concurrent tasks
   * @param cpus cores of a task
   * @param local whether one process has all slots
   * @param dynamic whether executors are allocated dynamically, which excludes barrier stages
   */
  record Cluster(int slots, int cpus, boolean local, boolean dynamic) {
    static Cluster of(SparkContext context) {
      return new Cluster(
          context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile()),
          XgboostWorkers.cpus(context),
          context.isLocal(),
          context.getConf().getBoolean(DYNAMIC, false));
    }
  }

  /** Cores of a task. */
  static int cpus(SparkContext context) {
    return context.getConf().getInt("spark.task.cpus", 1);
  }

  /**
   * The workers of a fit: {@code num-workers} if set, otherwise one for each slot, as far as the
   * rows keep them busy.
   *
   * @param rows rows of the training part
   * @throws AlmanacException CONFIG_INVALID if the cluster cannot run the given number at once
   */
  static int of(TrainSpec spec, boolean warmStart, long rows, Cluster cluster) {
    Object given = spec.algorithm().params().get(XgboostParams.NUM_WORKERS);
    if (given instanceof Integer workers) {
      require(workers, threads(spec, cluster.cpus()), cluster);
      return workers;
    }
    boolean one =
        warmStart
            || spec.reproducibility() == Reproducibility.EXACT
            || cluster.local()
            || cluster.dynamic()
            || threads(spec, cluster.cpus()) > cluster.cpus();
    return one ? 1 : PartitionLayout.workers(rows, cluster.slots());
  }

  private static int threads(TrainSpec spec, int otherwise) {
    return spec.algorithm().params().get(XgboostParams.NTHREAD) instanceof Integer given
        ? given
        : otherwise;
  }

  private static void require(int workers, int threads, Cluster cluster) {
    if (workers == 1) {
      return;
    }
    if (cluster.dynamic()) {
      throw invalid(
          "num-workers = %d needs a barrier stage, and Spark runs none with %s = true.\n"
              + "Set %s = false, or num-workers = 1.",
          workers, DYNAMIC, DYNAMIC);
    }
    if (workers > cluster.slots()) {
      throw invalid(
          "num-workers = %d, but Spark has slots for %d tasks at once.\n"
              + "Set num-workers to at most %d, or give Spark more cores (a task takes"
              + " spark.task.cpus = %d).",
          workers, cluster.slots(), cluster.slots(), cluster.cpus());
    }
    if (threads > cluster.cpus()) {
      throw invalid(
          "nthread = %d is above spark.task.cpus = %d, the cores of each of num-workers = %d.\n"
              + "Lower nthread, or raise spark.task.cpus.",
          threads, cluster.cpus(), workers);
    }
  }

  private static AlmanacException invalid(String format, Object... args) {
    return new AlmanacException(
        ErrorCode.CONFIG_INVALID,
        "train.algorithm.params: " + String.format(Locale.ROOT, format, args));
  }
}
