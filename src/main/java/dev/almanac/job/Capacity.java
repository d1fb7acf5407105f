package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Progress;
import dev.almanac.core.Text;
import dev.almanac.scoring.Footprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Check that the executors have enough memory for the models before any row is scored, and estimate
 * of the models' scoring time. Covers compiled models only: the memory of the trained pipeline and
 * of the JPMML engine is not known beforehand.
 */
final class Capacity {
  /** Memory that Spark reserves, see its Memory Management Overview. */
  private static final long RESERVED = 300L << 20;

  private static final double SPARKS_SHARE = 0.6;
  private static final double MIB = 1 << 20;

  private final long heap;
  private final int tasks;
  private final int cores;
  private final double sparksShare;

  /**
   * @param heap bytes of an executor's heap
   * @param tasks number of concurrent tasks of an executor
   * @param cores of all executors together
   * @param sparksShare share of the heap for Spark's caches and sorts
   */
  Capacity(long heap, int tasks, int cores, double sparksShare) {
    this.heap = heap;
    this.tasks = tasks;
    this.cores = cores;
    this.sparksShare = sparksShare;
  }

  /**
   * The capacity of a session's running executors, so to be called after a first Spark job; in
   * local mode the executor is this JVM.
   */
  static Capacity of(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    SparkConf settings = context.getConf();
    List<Integer> tasks = new ArrayList<>();
    int cores = 0;
    // Measured, since settings do not determine it: an executor of a standalone cluster takes all
    // cores of its worker, and spark.default.parallelism may be any number.
    for (ExecutorSummary executor : active(context)) {
      if (executor.maxTasks() > 0) {
        tasks.add(executor.maxTasks());
        cores += executor.totalCores();
      }
    }
    return new Capacity(
        context.isLocal()
            ? Runtime.getRuntime().maxMemory()
            : (long) context.executorMemory() << 20,
        tasksAtOnce(tasks, settings),
        cores > 0 ? cores : context.defaultParallelism(),
        settings.getDouble("spark.memory.fraction", SPARKS_SHARE));
  }

  private static Collection<ExecutorSummary> active(SparkContext context) {
    return CollectionConverters.asJavaCollection(context.statusStore().executorList(true));
  }

  /**
   * Number of concurrent tasks of the largest executor.
   *
   * @param running of each existing executor; empty if there is none yet
   */
  static int tasksAtOnce(List<Integer> running, SparkConf settings) {
    return running.stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElseGet(
            () ->
                Math.max(
                    1,
                    settings.getInt("spark.executor.cores", 1)
                        / settings.getInt("spark.task.cpus", 1)));
  }

  int tasks() {
    return tasks;
  }

  int cores() {
    return cores;
  }

  /**
   * Checks the memory and reports the numbers.
   *
   * @throws AlmanacException NOT_ENOUGH_MEMORY if the models do not fit into an executor
   */
  void check(List<ScoringModel> scorers, Progress messages) {
    List<Measured> measured =
        scorers.stream()
            .filter(ScoringModel::isCompiled)
            .map(scorer -> new Measured(scorer, scorer.compiled().footprint(scorer.signature())))
            .toList();
    // Of hundreds of models only the largest is measured: it gives the worst case.
    measured.stream()
        .max(Comparator.comparingLong(each -> each.footprint().anExecutor()))
        .map(Measured::scorer)
        .ifPresent(
            largest ->
                judge(
                    measured.stream().map(Measured::footprint).toList(),
                    largest.compiled().rowsPerSecond(largest.signature()),
                    messages));
  }

  private record Measured(ScoringModel scorer, Footprint footprint) {}

  /**
   * As {@link #check}, for models with known numbers.
   *
   * @param rowsPerSecond of the largest, on one core
   */
  void judge(List<Footprint> footprints, double rowsPerSecond, Progress messages) {
    long shared = footprints.stream().mapToLong(Footprint::anExecutor).sum();
    long perTask = footprints.stream().mapToLong(Footprint::perTask).sum();
    long needed = shared + tasks * perTask;
    long available = (long) ((heap - RESERVED) * (1 - sparksShare));
    messages.fact(
        String.format(
            Locale.ROOT,
            "%s: %.1f MiB an executor and %.1f MiB a task; an executor has %,.0f MiB and %s at"
                + " once",
            footprints.size() == 1 ? "the model" : "the " + footprints.size() + " models",
            shared / MIB,
            perTask / MIB,
            heap / MIB,
            Text.count(tasks, "task")));
    messages.fact(
        String.format(
            Locale.ROOT,
            "%s: about %,.0f rows a second on %s, without reading and writing",
            footprints.size() == 1 ? "the model alone" : "the largest of the models alone",
            rowsPerSecond * cores,
            Text.count(cores, "core")));
    if (needed > heap - RESERVED) {
      throw new AlmanacException(
          ErrorCode.NOT_ENOUGH_MEMORY,
          String.format(
              Locale.ROOT,
              "%s: %,.0f MiB are needed in each executor (%,.0f MiB shared and %,.1f MiB for each"
                  + " of %s at once), and an executor has %,.0f MiB of heap, of which Spark keeps"
                  + " back %,.0f.%nNothing was scored. Give executors more memory (spark-submit"
                  + " --executor-memory; in local mode --driver-memory), fewer cores each, or score"
                  + " with fewer models at once.",
              Text.count(footprints.size(), "model"),
              needed / MIB,
              shared / MIB,
              perTask / MIB,
              Text.count(tasks, "task"),
              heap / MIB,
              RESERVED / MIB));
    }
    if (needed > available) {
      messages.fact(
          String.format(
              Locale.ROOT,
              "that is more than the %,.0f MiB of an executor that Spark leaves to others: caches"
                  + " and sorts may spill to disk",
              available / MIB));
    }
  }
}
