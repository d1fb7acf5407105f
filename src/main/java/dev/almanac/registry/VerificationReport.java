package dev.almanac.registry;

import java.util.List;

/**
 * Result of a {@link RegistryVerifier}. Immutable.
 *
 * @param models number of models with a ledger
 * @param events number of events read
 * @param versions number of registered versions verified
 * @param files number of files of versions, manifests included
 * @param bytes their total size
 * @param findings every file that is corrupt, missing or unknown; empty if there is none
 */
public record VerificationReport(
    int models, int events, int versions, int files, long bytes, List<Finding> findings) {
  /**
   * One file that fails the verification.
   *
   * @param path relative to the registry
   * @param what description of the problem
   */
  public record Finding(String path, String what) {}

  /** Copies the findings. */
  public VerificationReport {
    findings = List.copyOf(findings);
  }

  /** Whether there is no finding. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
