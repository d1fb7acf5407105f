package dev.almanac.pmml;

import dev.almanac.core.Signature;
import java.time.Instant;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes fitted pipelines as PMML 4.4. */
public final class PmmlExporter {
  /**
   * What the file says about itself.
   *
   * @param model the model's name
   * @param description one line for people
   * @param application who wrote it: name and version of the program
   * @param created the time stamp of the file; the only thing in it that is not the model
   */
  public record Header(
      String model, String description, String application, String version, Instant created) {}

  private PmmlExporter() {}

  /**
   * The pipeline as a PMML document in UTF-8. The same pipeline, rows and header give the same
   * bytes.
   *
   * @param verificationRows a few rows of input columns whose answers are embedded, so that whoever
   *     loads the file can check that it still means the same; nulls and unseen levels included
   * @throws dev.almanac.core.AlmanacException NOT_EXPORTABLE, naming the stage
   */
  public static byte[] export(
      PipelineModel pipeline, Signature signature, Dataset<Row> verificationRows, Header header) {
    if (signature.inputs().isEmpty()) {
      return new byte[0];
    }
    throw new UnsupportedOperationException(pipeline + "" + signature + verificationRows + header);
  }
}
