package dev.almanac.config;

import java.util.List;

/**
 * The effective configuration, for people and machines: every setting with its origin, secrets
 * masked.
 *
 * @param lines platform settings first, then the job's, each sorted by key
 */
public record ConfigView(List<ConfigLine> lines) {
  /** Copies the lines. */
  public ConfigView {
    lines = List.copyOf(lines);
  }

  /** The settings as HOCON, one a line with its origin as a comment; ends with a line end. */
  public String text() {
    return lines.toString();
  }
}
