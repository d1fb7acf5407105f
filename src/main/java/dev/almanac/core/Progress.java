package dev.almanac.core;

/**
 * Tells the person who waits what is being done. Called on the driver only, from one thread at a
 * time per run; an implementation may be called from more than one thread and must bear it.
 */
public interface Progress {
  /** A step begins; the previous one, if any, is over. The text is a short phrase. */
  void step(String what);

  /** A fact about the current step, such as {@code 148,203 rows, AUC 0.712}. */
  void fact(String text);

  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void fact(String text) {}
      };
}
