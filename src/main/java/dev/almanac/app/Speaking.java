package dev.almanac.app;

/** A command that has {@link OutputOptions}. */
interface Speaking {
  OutputOptions speech();
}
