package dev.almanac.app;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;

/**
 * Kills processes of one kind at moments drawn by a seed: anywhere in what one takes, or in the
 * part of it behind its mark.
 */
final class KillMoments {
  /** Starts a process. */
  interface Start {
    TrialProcess process() throws IOException;
  }

  private final Start start;
  private final Random random;
  private long wholeMillis;
  private long behindMarkMillis;
  private int killed;
  private int finished;

  KillMoments(Start start, long seed) {
    this.start = start;
    this.random = new Random(seed);
  }

  /** Lets a process finish, to know what one takes. */
  void measure() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    TrialProcess process = start.process();
    process.awaitMark();
    long marked = System.nanoTime();
    process.awaitSuccess();
    wholeMillis = millisSince(begin);
    behindMarkMillis = millisSince(marked);
  }

  double wholeSeconds() {
    return wholeMillis / 1e3;
  }

  double behindMarkSeconds() {
    return behindMarkMillis / 1e3;
  }

  /** Processes that were killed. */
  int killed() {
    return killed;
  }

  /** Processes that were done before the signal came. */
  int finished() {
    return finished;
  }

  /** Kills one anywhere; says when. */
  String anywhere() throws IOException, InterruptedException {
    long delay = (long) (random.nextDouble() * wholeMillis);
    long begin = System.nanoTime();
    TrialProcess process = start.process();
    if (process.endsWithin(delay)) {
      // the machine has become faster: draw from what one takes now
      wholeMillis = millisSince(begin);
    }
    return String.format(Locale.ROOT, "after %,d ms%s", delay, kill(process));
  }

  /**
   * Kills one behind its mark; says when.
   *
   * @param what it does there
   */
  String behindMark(String what) throws IOException, InterruptedException {
    long delay = (long) (random.nextDouble() * behindMarkMillis);
    TrialProcess process = start.process();
    process.awaitMark();
    long begin = System.nanoTime();
    if (process.endsWithin(delay)) {
      behindMarkMillis = millisSince(begin);
    }
    return String.format(Locale.ROOT, "%,d ms into %s%s", delay, what, kill(process));
  }

  /** What is to be added if the process was done before. */
  private String kill(TrialProcess process) throws InterruptedException {
    if (process.kill()) {
      killed++;
      return "";
    }
    finished++;
    return ", done before";
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
