package dev.almanac.pmml;

import dev.almanac.core.Signature;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Target;
import org.dmg.pmml.Targets;
import org.dmg.pmml.general_regression.GeneralRegressionModel;
import org.dmg.pmml.general_regression.GeneralRegressionModel.Distribution;
import org.dmg.pmml.general_regression.GeneralRegressionModel.LinkFunction;

/**
 * Corrects the conversion of a generalized linear model. The converter makes a classification of a
 * binomial model, drops the offset, and permits forecasts outside the domain of the distribution,
 * such as a negative forecast of a positive quantity. So the coefficients are converted as those of
 * a Gaussian model, which is a regression, and this class writes the distribution, the link, the
 * offset and the domain as the PMML standard defines them: the forecast is the inverse link of
 * (coefficients · features + intercept + offset).
 *
 * @param family the distribution
 * @param link the link function
 * @param offset the column that is added to the linear predictor
 */
record GeneralizedModel(String family, String link, Optional<String> offset) {
  /**
   * Spark's minimum mean of a positive quantity, and its minimum distance of a proportion from 0
   * and 1.
   */
  private static final double SMALLEST_MEAN = 1e-16;

  private static final String FAMILY = "family";
  private static final String LINK = "link";
  private static final String OFFSET = "offsetCol";
  private static final String GAUSSIAN = "gaussian";

  /** The model at the end of a pipeline, if it is a generalized linear model. */
  static Optional<GeneralizedModel> of(PipelineModel pipeline) {
    Transformer model = pipeline.stages()[pipeline.stages().length - 1];
    return is(model)
        ? Optional.of(
            new GeneralizedModel(
                text(model, FAMILY),
                text(model, LINK),
                model.isDefined(model.getParam(OFFSET))
                    ? Optional.of(text(model, OFFSET)).filter(name -> !name.isEmpty())
                    : Optional.empty()))
        : Optional.empty();
  }

  /** A stage in a form that the converter translates correctly. */
  static Transformer convertible(Transformer stage) {
    return is(stage)
        ? stage.copy(
            new ParamMap()
                .put(stage.getParam(FAMILY).w(GAUSSIAN), stage.getParam(LINK).w("identity")))
        : stage;
  }

  /** Adds what the conversion of {@link #convertible} omits. */
  void refine(PMML pmml, Signature signature) {
    GeneralRegressionModel model = (GeneralRegressionModel) PmmlRefinement.model(pmml);
    model.setDistribution(distribution()).setLinkFunction(linkFunction());
    switch (link) {
      case "inverse" -> model.setLinkParameter(-1);
      case "sqrt" -> model.setLinkParameter(0.5);
      default -> model.setLinkParameter(null);
    }
    offset.ifPresent(
        name -> {
          pmml.requireDataDictionary()
              .addDataFields(new DataField(name, OpType.CONTINUOUS, DataType.DOUBLE));
          model.requireMiningSchema().addMiningFields(new MiningField(name));
          model.setOffsetVariable(name);
        });
    model.setTargets(
        new Targets()
            .addTargets(
                new Target().setTargetField(signature.target()).setMin(least()).setMax(most())));
  }

  private double least() {
    return family.equals(GAUSSIAN) ? -Double.MAX_VALUE : SMALLEST_MEAN;
  }

  private double most() {
    return family.equals("binomial") ? 1 - SMALLEST_MEAN : Double.MAX_VALUE;
  }

  private Distribution distribution() {
    return switch (family) {
      case GAUSSIAN -> Distribution.NORMAL;
      case "poisson" -> Distribution.POISSON;
      case "gamma" -> Distribution.GAMMA;
      case "binomial" -> Distribution.BINOMIAL;
      default -> throw new IllegalArgumentException("no distribution " + family);
    };
  }

  private LinkFunction linkFunction() {
    return switch (link) {
      case "identity" -> LinkFunction.IDENTITY;
      case "log" -> LinkFunction.LOG;
      case "inverse", "sqrt" -> LinkFunction.POWER;
      case "logit" -> LinkFunction.LOGIT;
      case "probit" -> LinkFunction.PROBIT;
      case "cloglog" -> LinkFunction.CLOGLOG;
      default -> throw new IllegalArgumentException("no link " + link);
    };
  }

  private static boolean is(Transformer model) {
    return model.hasParam(FAMILY) && model.hasParam(LINK);
  }

  private static String text(Transformer model, String param) {
    return model.getOrDefault(model.getParam(param)).toString();
  }
}
