package dev.almanac.core.spec;

/** Which engine scores. */
public enum EngineChoice {
  /** The fastest that the version's parity certificate allows. */
  AUTO("auto"),
  /** The exported PMML, compiled into arrays. */
  COMPILED("compiled"),
  /** The trained Spark pipeline itself. */
  SPARK("spark"),
  /** JPMML-Evaluator on the exported PMML. */
  JPMML("jpmml");

  private final String word;

  EngineChoice(String word) {
    this.word = word;
  }

  /** The word in job files. */
  public String word() {
    return word;
  }
}
