package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A piece of work on Spark that goes on beside the steps of a job, because it leaves processors
 * idle or finds some idle. Closing it ends it: work whose result nobody asked for is cancelled, and
 * no thread of it is left. For one thread.
 */
final class Beside<T> implements AutoCloseable {
  private final SparkContext spark;
  private final String tag;
  private final ExecutorService thread;
  private final Future<T> result;

  private Beside(SparkSession session, String name, Supplier<T> work) {
    this.spark = session.sparkContext();
    this.tag = "almanac-" + name;
    this.thread =
        Executors.newSingleThreadExecutor(
            runnable -> {
              Thread made = new Thread(runnable, tag);
              made.setDaemon(true);
              return made;
            });
    this.result =
        thread.submit(
            () -> {
              SparkSession.setActiveSession(session);
              spark.addJobTag(tag);
              return work.get();
            });
  }

  /**
   * Begins.
   *
   * @param name of the thread and of the Spark jobs' tag, in one word
   */
  static <T> Beside<T> start(SparkSession session, String name, Supplier<T> work) {
    return new Beside<>(session, name, work);
  }

  /** What came of it, waiting for its end; what it threw. */
  T get() {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AlmanacException(ErrorCode.INTERNAL, "it failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AlmanacException(ErrorCode.INTERNAL, "interrupted while waiting", e);
    }
  }

  @Override
  public void close() {
    if (!result.isDone()) {
      result.cancel(true);
      spark.cancelJobsWithTag(tag);
    }
    thread.shutdown();
  }
}
