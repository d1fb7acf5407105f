package dev.almanac.testing;

import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.util.MLReader;

/** What a hostile pipeline would like to have loaded: does its harm as soon as it is. */
public final class TrapStage {
  static {
    TrapRecord.touch();
  }

  private TrapStage() {}

  /** What Spark calls on every stage. */
  public static MLReader<PipelineModel> read() {
    TrapRecord.touch();
    return PipelineModel.read();
  }
}
