package dev.almanac.compiled;

import org.dmg.pmml.Model;
import org.dmg.pmml.clustering.ClusteringModel;
import org.dmg.pmml.general_regression.GeneralRegressionModel;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.naive_bayes.NaiveBayesModel;
import org.dmg.pmml.neural_network.NeuralNetwork;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.tree.TreeModel;

/** Compiles models by their class. */
final class Models {
  private Models() {}

  /** Compiles the outermost model. */
  static Result top(Scope scope) {
    Result result = compile(scope);
    Outputs.checkTop(scope, result);
    return result;
  }

  static Result compile(Scope scope) {
    Model model = scope.model();
    if (!model.isScorable()) {
      throw new UnsupportedException("a model that is not scorable");
    }
    if (model instanceof TreeModel) {
      return TreeModels.single(scope);
    }
    if (model instanceof RegressionModel) {
      return Regressions.compile(scope);
    }
    if (model instanceof GeneralRegressionModel) {
      return GeneralRegressions.compile(scope);
    }
    if (model instanceof MiningModel) {
      return MiningModels.compile(scope);
    }
    if (model instanceof ClusteringModel) {
      return Clusterings.compile(scope);
    }
    if (model instanceof NeuralNetwork) {
      return NeuralNetworks.compile(scope);
    }
    if (model instanceof NaiveBayesModel) {
      return NaiveBayes.compile(scope);
    }
    throw new UnsupportedException("a model of the class " + model.getClass().getSimpleName());
  }
}
