package dev.almanac.job;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a Spark action concurrently with the job's steps, to use idle processors; {@code close}
 * cancels it by job tag and ends its thread. Not thread-safe.
 */
final class BackgroundTask<T> implements AutoCloseable {
  private final TaggedThreads thread;
  private final Future<T> result;

  private BackgroundTask(SparkSession session, String name, RunContext run, Supplier<T> work) {
    this.thread = new TaggedThreads(session, name, run, 1);
    this.result =
        thread.submit(
            () -> {
              SparkSession.setActiveSession(session);
              return work.get();
            });
  }

  /**
   * Starts the action.
   *
   * @param name a word for the action, unique within the run
   */
  static <T> BackgroundTask<T> start(
      SparkSession session, String name, RunContext run, Supplier<T> work) {
    return new BackgroundTask<>(session, name, run, work);
  }

  /** The tag of its Spark jobs. */
  String tag() {
    return thread.tag();
  }

  /** Waits for the result; throws the action's exception. */
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
    thread.close();
  }
}
