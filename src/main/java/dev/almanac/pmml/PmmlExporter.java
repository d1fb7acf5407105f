package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.Signature;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.dmg.pmml.PMML;
import org.jpmml.model.JAXBSerializer;
import org.jpmml.model.visitors.FieldRenamer;
import org.jpmml.sparkml.PMMLBuilder;

/** Exports fitted pipelines as PMML 4.4. Stateless and thread-safe. */
public final class PmmlExporter {
  /**
   * Metadata in the header of the file.
   *
   * @param model the model's name
   * @param description one line for people
   * @param application the program that writes the file
   * @param version the program's version
   * @param created the time stamp of the file; the only part that does not depend on the model
   */
  public record About(
      String model, String description, String application, String version, Instant created) {}

  private PmmlExporter() {}

  /**
   * The pipeline as a PMML document in UTF-8. The same pipeline, rows and {@code about} give the
   * same bytes.
   *
   * <p>The file's output fields are {@code prediction} (the most probable label, or the forecast
   * number) and, for a classification, {@code probability(x)} for each label x.
   *
   * @param verificationRows a few rows of input columns, which are embedded with their answers so
   *     that a reader of the file can verify its results; at most 100 are used
   * @throws AlmanacException NOT_EXPORTABLE, naming the stage
   */
  public static byte[] export(
      PipelineModel pipeline, Signature signature, Dataset<Row> verificationRows, About about) {
    ExportablePipeline exportable =
        ExportablePipeline.of(pipeline, signature, verificationRows.sparkSession());
    PMML pmml = convert(exportable);
    if (!exportable.renamed().isEmpty()) {
      new FieldRenamer(exportable.renamed()).applyTo(pmml);
    }
    TextCounts.refine(pmml);
    if (StableSoftmax.isFor(pipeline)) {
      StableSoftmax.refine(pmml);
    }
    GeneralizedModel.of(pipeline).ifPresent(model -> model.refine(pmml, signature));
    PmmlRefinement.apply(pmml, signature, exportable.missingLevel(), about);
    if (FloatModel.is(PmmlRefinement.model(pmml))) {
      FloatModel.refine(pmml, signature);
    }
    new QuotedLevels().applyTo(pmml);
    Verification.embed(PmmlRefinement.model(pmml), pipeline, signature, verificationRows);
    return serialize(pmml);
  }

  private static PMML convert(ExportablePipeline exportable) {
    try {
      return new PMMLBuilder(exportable.schema(), exportable.pipeline()).build();
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw new AlmanacException(
          ErrorCode.NOT_EXPORTABLE,
          "the fitted pipeline cannot be written as PMML: %s.\nIts stages are %s. Choose another algorithm or other parameters for it."
              .formatted(e.getMessage(), exportable.stages()),
          e);
    }
  }

  private static byte[] serialize(PMML pmml) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new JAXBSerializer().serializePretty(pmml, bytes);
    } catch (JAXBException e) {
      throw new AlmanacException(
          ErrorCode.NOT_EXPORTABLE, "the PMML document cannot be written: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
