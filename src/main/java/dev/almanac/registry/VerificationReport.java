package dev.almanac.registry;

import java.util.List;

/**
 * What {@link RegistryVerifier} saw. Immutable.
 *
 * @param models how many models have a ledger
 * @param events how many events were read
 * @param versions how many registered versions were looked at
 * @param files how many files of versions, manifests included
 * @param bytes how much they hold
 * @param findings every file that is damaged, missing or not known; empty if all is well
 */
public record VerificationReport(
    int models, int events, int versions, int files, long bytes, List<Finding> findings) {
  /**
   * One file that is not as it must be.
   *
   * @param path relative to the registry
   * @param what what is wrong with it
   */
  public record Finding(String path, String what) {}

  /** Copies the findings. */
  public VerificationReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing was found. */
  public boolean isClean() {
    return findings.isEmpty();
  }
}
