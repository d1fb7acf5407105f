package dev.almanac.app;

import dev.almanac.core.Progress;
import dev.almanac.core.Text;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Progress on standard error: one line per step, with the seconds since the start of the command.
 * On a terminal a redrawn line shows Spark's tasks during a step; in a log a long step prints a
 * line about every 30 seconds. Thread-safe.
 */
final class ConsoleProgress implements Progress {
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(30);
  private static final int LONGEST_STEP = 1_000;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final Clock clock;
  private final ProcessEnvironment.Terminal terminal;
  private final Instant begin;
  private Instant lastLine;
  private String step = "";
  private String drawn = "";

  ConsoleProgress(PrintWriter err, Clock clock, ProcessEnvironment.Terminal terminal) {
    this.err = err;
    this.clock = clock;
    this.terminal = terminal;
    this.begin = clock.instant();
    this.lastLine = begin;
  }

  @Override
  public synchronized void step(String what) {
    step = what;
    line(String.format(Locale.ROOT, "%7.1f s  %s", seconds(), Text.printable(what, LONGEST_STEP)));
  }

  @Override
  public synchronized void fact(String text) {
    line("           " + Text.printableLines(text).replace("\n", "\n           "));
  }

  /** Shows the task counts of the current step; a timer calls it. */
  synchronized void tick(int doneTasks, int allTasks) {
    if (allTasks == 0 || step.isEmpty()) {
      return;
    }
    String state =
        String.format(Locale.ROOT, "%7.1f s  … %d/%d tasks", seconds(), doneTasks, allTasks);
    if (terminal == ProcessEnvironment.Terminal.INTERACTIVE) {
      drawn = state;
      err.print(CLEAR_LINE + state);
      err.flush();
    } else if (Duration.between(lastLine, clock.instant()).compareTo(LOG_INTERVAL) > 0) {
      line(state + " of " + step);
    }
  }

  /** Clears the redrawn line before the command prints its result. */
  synchronized void end() {
    clear();
    step = "";
    err.flush();
  }

  private void line(String text) {
    clear();
    err.println(text);
    err.flush();
    lastLine = clock.instant();
  }

  private void clear() {
    if (!drawn.isEmpty()) {
      err.print(CLEAR_LINE);
      drawn = "";
    }
  }

  private double seconds() {
    return Duration.between(begin, clock.instant()).toMillis() / 1000.0;
  }
}
