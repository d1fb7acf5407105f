package dev.almanac.core.spec;

import java.util.Locale;

/** Which engine scores. */
public enum EngineChoice {
  /** The fastest that the version's parity certificate allows. */
  AUTO,
  /** The exported PMML, compiled into arrays. */
  COMPILED,
  /** The trained Spark pipeline itself. */
  SPARK,
  /** JPMML-Evaluator on the exported PMML. */
  JPMML;

  /** The word in job files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
