package dev.almanac.core.spec;

import java.util.Objects;

/**
 * Something a job asks for that cannot be had, known before any data is read.
 *
 * @param key the setting at fault, as a path in the job file: {@code train.algorithm.params.family}
 * @param what a sentence without a full stop: what, why, and what to write instead
 */
public record SpecViolation(String key, String what) {
  /** The block of an algorithm's parameters. */
  public static final String PARAMS = "train.algorithm.params.";

  /** Both parts are there. */
  public SpecViolation {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(what, "what");
  }

  /** A misfit of a parameter of the algorithm. */
  public static SpecViolation param(String name, String what) {
    return new SpecViolation(PARAMS + name, what);
  }
}
