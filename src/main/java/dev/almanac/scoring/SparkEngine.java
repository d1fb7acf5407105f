package dev.almanac.scoring;

import dev.almanac.core.Signature;
import dev.almanac.core.spec.DecisionSpec;
import java.util.Objects;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores with the trained Spark pipeline itself. Immutable. */
public final class SparkEngine implements ScoringEngine {
  private final PipelineModel pipeline;

  /** An engine for one fitted pipeline. */
  public SparkEngine(PipelineModel pipeline) {
    this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Dataset<Row> score(Dataset<Row> rows, Signature signature, DecisionSpec decision) {
    if (Thread.currentThread().isDaemon()) {
      throw new IllegalStateException("not yet");
    }
    throw new UnsupportedOperationException(pipeline.uid());
  }
}
