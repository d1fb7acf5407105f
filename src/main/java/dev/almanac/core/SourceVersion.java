package dev.almanac.core;

import java.util.OptionalLong;

/**
 * Which state of a source a run read.
 *
 * @param name the source's name in the job file
 * @param location path or table
 * @param format the format it was read as
 * @param version for Delta the pinned table version; empty where the format has none
 * @param fingerprint for a source without versions, a digest of its files' names, lengths and
 *     times; empty where there is nothing to list (JDBC)
 */
public record SourceVersion(
    String name, String location, String format, OptionalLong version, String fingerprint) {
  /** One word for the state that was read: {@code flights@v12} or {@code flights@9f3c1a07be21}. */
  public String brief() {
    if (version.isPresent()) {
      return name + "@v" + version.getAsLong();
    }
    return fingerprint.isEmpty()
        ? name + "@unversioned"
        : name + "@" + fingerprint.substring(0, Math.min(12, fingerprint.length()));
  }
}
