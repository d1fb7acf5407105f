package dev.almanac.bench;

import dev.almanac.core.Progress;
import java.util.ArrayList;
import java.util.List;

/** Seconds of each step of a run, as the run tells them. For one run, used by one thread. */
final class StepTimes implements Progress {
  /** One step. */
  record Step(String name, double seconds) {
    /** Whether the algorithm itself is at work. */
    boolean isFit() {
      return name.startsWith("fit ");
    }
  }

  private final List<Step> steps = new ArrayList<>();
  private String current = "before the first step";
  private long since = System.nanoTime();

  @Override
  public void step(String what) {
    end();
    current = what;
  }

  @Override
  public void fact(String text) {}

  /** The steps, once the run is over. */
  List<Step> end() {
    long now = System.nanoTime();
    steps.add(new Step(current, (now - since) / 1e9));
    since = now;
    current = "after the last step";
    return List.copyOf(steps);
  }
}
