package dev.almanac.job;

/** The names of a version's files. */
final class Artifacts {
  static final String PMML = "model.pmml";
  static final String PIPELINE = "pipeline";

  private Artifacts() {}
}
