package dev.almanac.pmml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.LocalTransformations;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.TransformationDictionary;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.regression.CategoricalPredictor;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.PredictorTerm;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionTable;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a softmax over scores so that every evaluator can compute it. The scores of naive Bayes
 * are sums of logarithms, such as -1000, whose exponential underflows to 0; an evaluator that
 * computes {@code exp(s) / sum(exp(s))} as PMML defines it then divides 0 by 0. Here the largest
 * score is subtracted from each, which changes no probability: the document becomes a chain of one
 * regression for each label, and a softmax over their differences to the largest.
 */
final class StableSoftmax {
  private static final String LARGEST = "largest score";

  private StableSoftmax() {}

  /** Whether a pipeline ends in naive Bayes. */
  static boolean isFor(PipelineModel pipeline) {
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    return model.hasParam("smoothing") && model.hasParam("modelType");
  }

  /** Rewrites a document whose model is a softmax of regressions; other documents are unchanged. */
  static void refine(PMML pmml) {
    Model model = PmmlRefinement.model(pmml);
    if (model instanceof RegressionModel regression
        && regression.getNormalizationMethod() == RegressionModel.NormalizationMethod.SOFTMAX) {
      share(pmml, regression.getLocalTransformations());
      pmml.getModels().set(0, chain(regression));
    }
  }

  /**
   * Moves derived fields of the model to the document, because segments do not see them in the
   * model.
   */
  private static void share(PMML pmml, @Nullable LocalTransformations local) {
    if (local == null) {
      return;
    }
    if (pmml.getTransformationDictionary() == null) {
      pmml.setTransformationDictionary(new TransformationDictionary());
    }
    pmml.getTransformationDictionary()
        .addDerivedFields(local.getDerivedFields().toArray(new DerivedField[0]));
  }

  private static MiningModel chain(RegressionModel softmax) {
    List<Segment> segments = new ArrayList<>();
    List<String> scores = new ArrayList<>();
    MiningSchema inputs = new MiningSchema();
    MiningSchema ofScores = new MiningSchema();
    for (MiningField field : softmax.requireMiningSchema().getMiningFields()) {
      boolean target = field.getUsageType() == MiningField.UsageType.TARGET;
      (target ? ofScores : inputs)
          .addMiningFields(new MiningField(field.requireName()).setUsageType(field.getUsageType()));
    }
    for (RegressionTable table : softmax.requireRegressionTables()) {
      String score = "score(" + table.requireTargetCategory() + ")";
      scores.add(score);
      ofScores.addMiningFields(new MiningField(score));
      segments.add(segment(segments.size() + 1, score(table, inputs, score)));
    }
    segments.add(segment(segments.size() + 1, shifted(softmax, ofScores, scores)));
    return new MiningModel(MiningFunction.CLASSIFICATION, softmax.requireMiningSchema())
        .setSegmentation(new Segmentation(Segmentation.MultipleModelMethod.MODEL_CHAIN, segments));
  }

  private static Segment segment(int id, Model model) {
    return new Segment(True.INSTANCE, model).setId(String.valueOf(id));
  }

  private static RegressionModel score(RegressionTable table, MiningSchema inputs, String name) {
    Output output =
        new Output()
            .addOutputFields(
                new OutputField(name, OpType.CONTINUOUS, DataType.DOUBLE)
                    .setResultFeature(ResultFeature.PREDICTED_VALUE)
                    .setFinalResult(false));
    RegressionTable scored =
        new RegressionTable(table.requireIntercept())
            .addNumericPredictors(table.getNumericPredictors().toArray(new NumericPredictor[0]))
            .addCategoricalPredictors(
                table.getCategoricalPredictors().toArray(new CategoricalPredictor[0]))
            .addPredictorTerms(table.getPredictorTerms().toArray(new PredictorTerm[0]));
    return new RegressionModel(MiningFunction.REGRESSION, inputs, List.of(scored))
        .setOutput(output);
  }

  private static RegressionModel shifted(
      RegressionModel softmax, MiningSchema schema, List<String> scores) {
    LocalTransformations derived =
        new LocalTransformations()
            .addDerivedFields(
                derived(
                    LARGEST,
                    new Apply(PMMLFunctions.MAX)
                        .addExpressions(
                            scores.stream().map(FieldRef::new).toArray(Expression[]::new))));
    List<RegressionTable> tables = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      String name = scores.get(i) + " - " + LARGEST;
      derived.addDerivedFields(
          derived(
              name,
              new Apply(PMMLFunctions.SUBTRACT)
                  .addExpressions(new FieldRef(scores.get(i)), new FieldRef(LARGEST))));
      tables.add(
          new RegressionTable(0)
              .setTargetCategory(softmax.requireRegressionTables().get(i).requireTargetCategory())
              .addNumericPredictors(new NumericPredictor(name, 1)));
    }
    return new RegressionModel(MiningFunction.CLASSIFICATION, schema, tables)
        .setNormalizationMethod(RegressionModel.NormalizationMethod.SOFTMAX)
        .setLocalTransformations(derived);
  }

  private static DerivedField derived(String name, Expression expression) {
    return new DerivedField(name, OpType.CONTINUOUS, DataType.DOUBLE, expression);
  }
}
