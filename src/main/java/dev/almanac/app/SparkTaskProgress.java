package dev.almanac.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkStatusTracker;

/** Reports Spark's task counts to the progress once a second while a session is open. */
final class SparkTaskProgress implements AutoCloseable {
  private final JavaSparkStatusTracker tracker;
  private final ConsoleProgress progress;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "almanac-progress");
            daemon.setDaemon(true);
            return daemon;
          });

  SparkTaskProgress(JavaSparkStatusTracker tracker, ConsoleProgress progress) {
    this.tracker = tracker;
    this.progress = progress;
  }

  SparkTaskProgress start() {
    // The future is ignored: a failed tick stops further ticks, not the job.
    var unused = thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    return this;
  }

  private void tick() {
    int done = 0;
    int all = 0;
    for (int stage : tracker.getActiveStageIds()) {
      SparkStageInfo info = tracker.getStageInfo(stage);
      if (info != null) {
        done += info.numCompletedTasks();
        all += info.numTasks();
      }
    }
    progress.tick(done, all);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
