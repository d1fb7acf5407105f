package dev.almanac.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Bounded queue of a lane's requests: a fixed number run, some wait, and further ones are refused
 * immediately. A waiting request holds no thread. Requests run in order of arrival, but no client
 * is served twice in succession while another one waits. Thread-safe.
 */
final class WorkQueue {
  private final int threads;
  private final int capacity;
  private final int perClient;
  private final long waitNanos;
  private final Executor executor;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Integer> byClient = new HashMap<>();
  private int running;
  private String last = "";

  /** A request to process. */
  interface Task {
    /** The client, for fairness. */
    String client();

    /**
     * Reserves its memory; if false is returned, it waits.
     *
     * @param alone whether no other task of the lane runs, so that waiting is of no use
     */
    boolean prepare(boolean alone);

    /** Processes the request; throws nothing. */
    void run();

    /** Whether the client no longer waits for the response. */
    boolean isCancelled();

    /** Called if it is cancelled or waited too long. */
    void drop();
  }

  private record Waiting(Task task, long since) {}

  /**
   * @param waitNanos maximum waiting time of a request
   * @param executor runs tasks that have waited
   */
  WorkQueue(Lane lane, int concurrent, long waitNanos, Executor executor) {
    this.threads = lane.threads();
    this.capacity = lane.capacity(concurrent);
    this.perClient = lane.perClient();
    this.waitNanos = waitNanos;
    this.executor = executor;
  }

  /**
   * Runs the task in this thread if a slot is free, or enqueues it.
   *
   * @return false if the queue is full; nothing is done then
   */
  boolean submit(Task task) {
    synchronized (this) {
      if (running + waiting.size() >= capacity
          || byClient.getOrDefault(task.client(), 0) >= perClient) {
        return false;
      }
      count(task, 1);
      if (running >= threads || !waiting.isEmpty() || !task.prepare(running == 0)) {
        waiting.add(new Waiting(task, System.nanoTime()));
        return true;
      }
      running++;
      last = task.client();
    }
    run(task);
    return true;
  }

  private void run(Task task) {
    try {
      task.run();
    } finally {
      synchronized (this) {
        running--;
        count(task, -1);
      }
      proceed();
    }
  }

  private void count(Task task, int change) {
    byClient.merge(task.client(), change, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Starts the tasks that may run. */
  void proceed() {
    for (Task task = next(); task != null; task = next()) {
      Task begun = task;
      try {
        executor.execute(() -> run(begun));
      } catch (RejectedExecutionException e) {
        // The service is stopping.
        synchronized (this) {
          running--;
          count(task, -1);
        }
        task.drop();
      }
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Task next() {
    if (running >= threads || waiting.isEmpty()) {
      return null;
    }
    Waiting chosen = waiting.peek();
    for (Waiting other : waiting) {
      if (!other.task().client().equals(last)) {
        chosen = other;
        break;
      }
    }
    if (!chosen.task().prepare(running == 0)) {
      return null;
    }
    waiting.remove(chosen);
    running++;
    last = chosen.task().client();
    return chosen.task();
  }

  /** Drops tasks that waited too long or are cancelled, and starts those that may run. */
  void sweep() {
    List<Task> dropped = new ArrayList<>();
    synchronized (this) {
      long oldest = System.nanoTime() - waitNanos;
      for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
        Waiting next = all.next();
        if (next.task().isCancelled() || next.since() - oldest < 0) {
          all.remove();
          count(next.task(), -1);
          dropped.add(next.task());
        }
      }
    }
    dropped.forEach(Task::drop);
    proceed();
  }
}
