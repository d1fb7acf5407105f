package dev.almanac.job;

/** The names of a version's files; {@code MLmodel} is named by the registry's descriptor. */
final class Artifacts {
  static final String PMML = "model.pmml";
  static final String PMML_JSON = "model.pmml.json";
  static final String PIPELINE = "pipeline";
  static final String PROFILE = "profile.json";
  static final String HOLDOUT = "holdout";
  static final String REPORT = "report.html";

  private Artifacts() {}
}
