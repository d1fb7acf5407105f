package dev.almanac.job;

import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import dev.almanac.registry.RegisteredVersion;
import dev.almanac.scoring.CompiledEngine;
import dev.almanac.scoring.ScoringEngine;
import dev.almanac.scoring.SegmentModels;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A version and the engine that scores with it.
 *
 * @param reason why this engine was chosen, as a clause
 */
record ScoringModel(RegisteredVersion registered, ScoringEngine engine, String reason) {
  Signature signature() {
    return registered.manifest().facts().signature();
  }

  DecisionSpec decision() {
    return registered.manifest().facts().decision();
  }

  boolean isCompiled() {
    return engine instanceof CompiledEngine;
  }

  /** The version as a member of a multi-model pass. */
  SegmentModels.Member member() {
    return new SegmentModels.Member(registered.version(), compiled(), signature(), decision());
  }

  /**
   * @throws IllegalStateException unless {@link #isCompiled}
   */
  CompiledEngine compiled() {
    if (engine instanceof CompiledEngine compiled) {
      return compiled;
    }
    throw new IllegalStateException(registered.version() + " is scored by " + engine.name());
  }

  Dataset<Row> score(Dataset<Row> rows) {
    return engine.score(rows, signature(), decision());
  }
}
