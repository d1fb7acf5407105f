package dev.almanac.scoring;

import dev.almanac.core.ParityCertificate;
import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Shows by example that an exported form of a model means what was trained. */
public final class Parity {
  private Parity() {}

  /**
   * Draws rows of a holdout, the same ones at every call whatever the order and partitions of the
   * holdout, and adds rows at the edges: each field null, a level not seen, an empty and a Unicode
   * text, each number at and beyond its extremes, each in an otherwise ordinary row.
   *
   * @param rows how many are drawn at most
   * @throws dev.almanac.core.AlmanacException EMPTY_DATASET if the holdout has no row
   */
  public static Probe probe(Dataset<Row> holdout, Signature signature, int rows, long seed) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * Scores a probe by both engines and tells how the answers differ. Which rows get no forecast
   * must agree as well.
   *
   * @param form what the certificate is about, such as {@code pmml}
   * @param tolerance the largest |a - b| / max(1, |a|)
   */
  public static ParityCertificate compare(
      SparkSession spark,
      Probe probe,
      ScoringEngine reference,
      ScoringEngine candidate,
      String form,
      Signature signature,
      DecisionSpec decision,
      double tolerance) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException("not yet");
  }
}
