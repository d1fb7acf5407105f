package dev.almanac.core;

import java.util.OptionalLong;

/**
 * Version of a source that a run read.
 *
 * @param name the source's name in the job file
 * @param location path or table
 * @param format the format
 * @param version for Delta, the pinned table version; empty for other formats
 * @param fingerprint for a source without versions, a digest of its files' names, lengths and
 *     modification times; empty for a source without files (JDBC)
 */
public record SourceVersion(
    String name, String location, String format, OptionalLong version, String fingerprint) {
  /** The version as one word: {@code flights@v12} or {@code flights@9f3c1a07be21}. */
  public String brief() {
    if (version.isPresent()) {
      return name + "@v" + version.getAsLong();
    }
    return fingerprint.isEmpty()
        ? name + "@unversioned"
        : name + "@" + fingerprint.substring(0, Math.min(12, fingerprint.length()));
  }
}
