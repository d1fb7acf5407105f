package dev.almanac.job;

/** File names of a version's artifacts; the registry's descriptor names {@code MLmodel}. */
final class Artifacts {
  static final String PMML = "model.pmml";
  static final String PMML_JSON = "model.pmml.json";
  static final String PIPELINE = "pipeline";
  static final String PROFILE = "profile.json";
  static final String HOLDOUT = "holdout";
  static final String REPORT = "report.html";

  private Artifacts() {}
}
