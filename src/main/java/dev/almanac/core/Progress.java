package dev.almanac.core;

/**
 * Receives progress messages of a run. Called on the driver only, by one thread at a time for each
 * run; runs may call from different threads, so an implementation must be thread-safe.
 */
public interface Progress {
  /** Starts a step and ends the previous one. The text is a short phrase. */
  void step(String what);

  /** Reports a fact about the current step, such as {@code 148,203 rows, AUC 0.712}. */
  void fact(String text);

  /** Discards all messages. */
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void fact(String text) {}
      };
}
