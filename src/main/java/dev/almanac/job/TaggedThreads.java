package dev.almanac.job;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Thread pool whose Spark jobs have a common tag, unique within the Spark application. Closing
 * cancels the jobs and waits for the threads, so that what they read can be released afterwards.
 * Not thread-safe.
 */
final class TaggedThreads implements AutoCloseable {
  /** Maximum number of seconds for a thread to end after its Spark job was cancelled. */
  private static final int LONGEST_END = 120;

  private final SparkContext spark;
  private final String tag;
  private final ExecutorService threads;

  /**
   * @param name a word for the work of the threads
   */
  TaggedThreads(SparkSession session, String name, RunContext run, int size) {
    this.spark = session.sparkContext();
    this.tag = "almanac-%s-%s".formatted(name, run.runId());
    this.threads =
        Executors.newFixedThreadPool(
            size,
            runnable -> {
              Thread made = new Thread(runnable, tag);
              made.setDaemon(true);
              return made;
            });
  }

  /** The tag of their Spark jobs. */
  String tag() {
    return tag;
  }

  <T> Future<T> submit(Callable<T> work) {
    return threads.submit(
        () -> {
          spark.addJobTag(tag);
          return work.call();
        });
  }

  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      // Repeatedly: a thread between two Spark jobs starts another one.
      boolean ended = false;
      for (int second = 0; second < LONGEST_END && !ended && !spark.isStopped(); second++) {
        spark.cancelJobsWithTag(tag);
        ended = threads.awaitTermination(1, TimeUnit.SECONDS);
      }
      // An interrupted thread ends at once, while its Spark job continues.
      if (!spark.isStopped()) {
        spark.cancelJobsWithTag(tag);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
