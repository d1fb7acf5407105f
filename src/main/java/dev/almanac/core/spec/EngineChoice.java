package dev.almanac.core.spec;

/** Scoring engines. */
public enum EngineChoice {
  /** The fastest engine that the version's parity certificate allows. */
  AUTO("auto"),
  /** The compiled form of the exported PMML. */
  COMPILED("compiled"),
  /** The trained Spark pipeline. */
  SPARK("spark"),
  /** JPMML-Evaluator on the exported PMML. */
  JPMML("jpmml");

  private final String word;

  EngineChoice(String word) {
    this.word = word;
  }

  /** The name in job files. */
  public String word() {
    return word;
  }
}
