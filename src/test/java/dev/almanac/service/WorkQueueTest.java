package dev.almanac.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many requests of a lane run, wait and are refused, and whose turn it is. */
class WorkQueueTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final List<String> log = new ArrayList<>();

  /** Work that is handed to another thread, which the test is. */
  private final Deque<Runnable> handedOn = new ArrayDeque<>();

  /** Work during which others come. */
  private final class Task implements WorkQueue.Task {
    private final String client;
    private final Runnable meanwhile;
    private boolean hasMemory = true;
    private boolean isCancelled;

    Task(String client, Runnable meanwhile) {
      this.client = client;
      this.meanwhile = meanwhile;
    }

    @Override
    public String client() {
      return client;
    }

    @Override
    public boolean prepare(boolean alone) {
      return hasMemory || alone;
    }

    @Override
    public void run() {
      log.add(client);
      meanwhile.run();
    }

    @Override
    public boolean isCancelled() {
      return isCancelled;
    }

    @Override
    public void drop() {
      log.add("not " + client);
    }
  }

  private Task task(String client) {
    return new Task(client, () -> {});
  }

  private WorkQueue queue(Lane lane, int concurrent, long waitNanos) {
    return new WorkQueue(lane, concurrent, waitNanos, handedOn::add);
  }

  private void runAll() {
    while (!handedOn.isEmpty()) {
      handedOn.remove().run();
    }
  }

  @Test
  void refusesAtOnceWhatIsTooMuch() {
    WorkQueue queue = queue(Lane.DOCUMENT, 24, LONG);
    queue.submit(
        new Task(
            "a",
            () -> {
              assertThat(queue.submit(task("b"))).isTrue();
              assertThat(queue.submit(task("c"))).isTrue();
              assertThat(queue.submit(task("d"))).isFalse();
            }));
    assertThat(log).containsExactly("a");
    runAll();
    assertThat(log).containsExactly("a", "b", "c");
    assertThat(queue.submit(task("e"))).isTrue();
    assertThat(log).containsExactly("a", "b", "c", "e");
  }

  @Test
  void letsClientsTakeTurns() {
    WorkQueue queue = queue(Lane.SUMMARY, 800, LONG);
    queue.submit(
        new Task(
            "a",
            () -> {
              assertThat(queue.submit(task("a"))).isTrue();
              assertThat(queue.submit(task("a"))).as("two of one client").isFalse();
              assertThat(queue.submit(task("b"))).isTrue();
              assertThat(queue.submit(task("b"))).isTrue();
            }));
    runAll();
    assertThat(log).containsExactly("a", "b", "a", "b");
    assertThat(queue.submit(task("a"))).isTrue();
  }

  @Test
  void dropsWhatWaitedTooLongOrIsCancelled() {
    WorkQueue impatient = queue(Lane.DOCUMENT, 80, -1);
    impatient.submit(
        new Task(
            "a",
            () -> {
              impatient.submit(task("b"));
              impatient.sweep();
            }));
    runAll();
    assertThat(log).containsExactly("a", "not b");

    log.clear();
    WorkQueue patient = queue(Lane.DOCUMENT, 80, LONG);
    Task gone = task("gone");
    patient.submit(
        new Task(
            "a",
            () -> {
              patient.submit(gone);
              patient.submit(task("c"));
              patient.sweep();
              gone.isCancelled = true;
              patient.sweep();
            }));
    runAll();
    assertThat(log).containsExactly("a", "not gone", "c");
  }

  @Test
  void waitsForMemoryWhileAnotherOneRuns() {
    WorkQueue queue = queue(Lane.REGISTRY, 80, LONG);
    Task large = task("large");
    large.hasMemory = false;
    queue.submit(
        new Task(
            "a",
            () -> {
              queue.submit(large);
              queue.proceed();
              assertThat(handedOn).isEmpty();
            }));
    runAll();
    assertThat(log).containsExactly("a", "large");
  }
}
