package dev.almanac.core.spec;

import java.util.Objects;

/**
 * A violation of a rule by a job's specification, found before any data is read.
 *
 * @param key the setting, as a path in the job file: {@code train.algorithm.params.family}
 * @param what a sentence without a full stop: what is wrong, why, and what to write instead
 */
public record SpecViolation(String key, String what) {
  /** Path prefix of the algorithm's parameters. */
  public static final String PARAMS = "train.algorithm.params.";

  /** Checks that no part is null. */
  public SpecViolation {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(what, "what");
  }

  /** A violation by a parameter of the algorithm. */
  public static SpecViolation param(String name, String what) {
    return new SpecViolation(PARAMS + name, what);
  }
}
