package dev.almanac.registry;

import dev.almanac.core.RunId;
import java.time.Instant;
import java.util.Objects;

/**
 * First registration of a copied version, as far as the copy knows.
 *
 * @param registry the other registry's folder, without user or password
 * @param number the version's number there
 * @param runId the run that trained it
 * @param registeredAt when that registry registered it
 * @param by the user who registered it there
 */
public record Origin(String registry, int number, RunId runId, Instant registeredAt, String by) {
  /** Checks that nothing is missing. */
  public Origin {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(registeredAt, "registeredAt");
    Objects.requireNonNull(by, "by");
  }
}
