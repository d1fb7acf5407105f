package dev.almanac.config;

/** The reference configuration: the only place where defaults stand. */
final class Reference {
  /** The root of platform settings. */
  static final String ROOT = "almanac";

  private Reference() {}
}
