package dev.almanac.warehouse;

import java.util.Optional;

/**
 * The job for which a run publishes.
 *
 * @param name the job's name
 * @param takeOver another job whose forecasts it may replace; absent for none
 */
public record PublishingJob(String name, Optional<String> takeOver) {
  /** A job that replaces only its own forecasts. */
  public static PublishingJob of(String name) {
    return new PublishingJob(name, Optional.empty());
  }

  /** Whether it may replace the forecasts of this job. */
  boolean mayReplace(String owner) {
    return owner.equals(name) || takeOver.filter(owner::equals).isPresent();
  }
}
