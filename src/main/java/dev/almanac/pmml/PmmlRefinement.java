package dev.almanac.pmml;

import dev.almanac.core.Field;
import dev.almanac.core.MissingPolicy;
import dev.almanac.core.Signature;
import dev.almanac.core.TaskType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmg.pmml.Application;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Header;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.Timestamp;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;

/**
 * Completes a converted document: adds a header, the treatment of missing values by each field's
 * policy, and readable outputs. The parity tests, and the certificate of each model, show that the
 * document scores as the pipeline does.
 */
final class PmmlRefinement {
  /** The output field with the most probable label or the forecast number. */
  static final String PREDICTION = "prediction";

  private PmmlRefinement() {}

  static void apply(PMML pmml, Signature signature, String missingLevel, PmmlExporter.About about) {
    Timestamp timestamp = new Timestamp();
    timestamp.addContent(about.created().toString());
    pmml.setHeader(
        new Header()
            .setDescription(about.description())
            .setApplication(new Application(about.application()).setVersion(about.version()))
            .setTimestamp(timestamp));
    Model model = model(pmml);
    model.setModelName(about.model());
    treatMissing(model, signature, missingLevel);
    nameOutputs(model, signature);
  }

  /** The only model of a converted document. */
  static Model model(PMML pmml) {
    return pmml.getModels().get(0);
  }

  /** The output field with the probability of a label. */
  static String probability(String label) {
    return "probability(" + label + ")";
  }

  private static void treatMissing(Model model, Signature signature, String missingLevel) {
    Map<String, Field> inputs =
        signature.inputs().stream().collect(Collectors.toMap(Field::name, Function.identity()));
    for (MiningField mining : model.requireMiningSchema().getMiningFields()) {
      Field input = inputs.get(mining.requireName());
      if (input == null) {
        continue;
      }
      mining.setMissingValueTreatment(treatment(input.missing()));
      if (input.missing() == MissingPolicy.LEVEL) {
        mining.setMissingValueReplacement(missingLevel);
      } else if (input.missing() == MissingPolicy.EMPTY) {
        mining.setMissingValueReplacement(ExportablePipeline.MISSING_TEXT);
      }
    }
  }

  private static MissingValueTreatmentMethod treatment(MissingPolicy policy) {
    return switch (policy) {
      case MEAN -> MissingValueTreatmentMethod.AS_MEAN;
      case MEDIAN -> MissingValueTreatmentMethod.AS_MEDIAN;
      case CONSTANT, LEVEL, EMPTY -> MissingValueTreatmentMethod.AS_VALUE;
      // Rows are rejected before they reach an engine; other engines must reject them too.
      case REJECT -> MissingValueTreatmentMethod.RETURN_INVALID;
    };
  }

  /** Limits the output fields to labels and probabilities, by name, in the outermost model. */
  private static void nameOutputs(Model model, Signature signature) {
    if (model instanceof MiningModel mining) {
      Segmentation segmentation = mining.requireSegmentation();
      if (segmentation.requireMultipleModelMethod()
          == Segmentation.MultipleModelMethod.MODEL_CHAIN) {
        List<Segment> segments = segmentation.requireSegments();
        segments.get(segments.size() - 1).requireModel().setOutput(null);
      }
    }
    boolean regression = signature.task() == TaskType.REGRESSION;
    Output output = new Output();
    output.addOutputFields(
        new OutputField(
                PREDICTION,
                regression ? OpType.CONTINUOUS : OpType.CATEGORICAL,
                regression ? DataType.DOUBLE : DataType.STRING)
            .setResultFeature(ResultFeature.PREDICTED_VALUE));
    for (String label :
        signature.task().isClassification() ? signature.labels() : List.<String>of()) {
      output.addOutputFields(
          new OutputField(probability(label), OpType.CONTINUOUS, DataType.DOUBLE)
              .setResultFeature(ResultFeature.PROBABILITY)
              .setValue(label));
    }
    model.setOutput(output);
  }
}
