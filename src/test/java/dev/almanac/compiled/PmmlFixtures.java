package dev.almanac.compiled;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The models of {@link Documents} that take most words. */
final class PmmlFixtures {
  private static final String[] LEVELS = {"red", "green", "blue", "two words", "é"};
  private static final String[] LABELS = {"no", "yes", "maybe"};

  private PmmlFixtures() {}

  static String generalized(
      Random random, String fields, String targets, List<String> numbers, List<String> texts) {
    StringBuilder parameters = new StringBuilder("<Parameter name=\"p0\"/>");
    StringBuilder factors = new StringBuilder();
    StringBuilder covariates = new StringBuilder();
    StringBuilder matrix = new StringBuilder();
    StringBuilder cells = new StringBuilder(cell(random, 0));
    int count = 1;
    for (String number : numbers) {
      covariates.append("<Predictor name=\"%s\"/>".formatted(number));
      matrix.append(
          "<PPCell value=\"%s\" predictorName=\"%s\" parameterName=\"p%s\"/>"
              .formatted(random.nextInt(4) == 0 ? "2" : "1", number, count));
      parameters.append("<Parameter name=\"p%s\"/>".formatted(count));
      cells.append(cell(random, count++));
    }
    for (String text : texts) {
      factors.append("<Predictor name=\"%s\"/>".formatted(text));
      for (String level : LEVELS) {
        matrix.append(
            "<PPCell value=\"%s\" predictorName=\"%s\" parameterName=\"p%s\"/>"
                .formatted(level, text, count));
        if (random.nextInt(3) == 0) {
          matrix.append(
              "<PPCell value=\"1\" predictorName=\"b\" parameterName=\"p%s\"/>".formatted(count));
        }
        parameters.append("<Parameter name=\"p%s\"/>".formatted(count));
        cells.append(cell(random, count++));
      }
    }
    String[] links = {
      "identity",
      "log",
      "logit",
      "cloglog",
      "loglog",
      "probit",
      "power\" linkParameter=\"0.5",
      "negbin\" distParameter=\"2",
      "oddspower\" linkParameter=\"0.5",
      "identity\" offsetVariable=\"c"
    };
    return """
    <GeneralRegressionModel functionName="regression" modelType="generalizedLinear" linkFunction="%s"><MiningSchema>%s</MiningSchema>%s
    <ParameterList>%s</ParameterList><FactorList>%s</FactorList><CovariateList>%s</CovariateList>
    <PPMatrix>%s</PPMatrix><ParamMatrix>%s</ParamMatrix></GeneralRegressionModel>
    """
        .formatted(
            links[random.nextInt(links.length)],
            fields,
            targets,
            parameters,
            factors,
            covariates,
            matrix,
            cells);
  }

  private static String cell(Random random, int parameter) {
    return "<PCell parameterName=\"p%s\" beta=\"%s\"/>".formatted(parameter, decimal(random));
  }

  static String network(
      Random random, String fields, boolean label, List<String> numbers, List<String> texts) {
    StringBuilder inputs = new StringBuilder();
    int count = 0;
    for (String number : numbers) {
      inputs.append(input(count++, "<FieldRef field=\"%s\"/>".formatted(number)));
    }
    for (String text : texts) {
      inputs.append(
          input(count++, "<NormDiscrete field=\"%s\" value=\"%s\"/>".formatted(text, "red")));
    }
    StringBuilder hidden = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      hidden.append(neuron(random, "h" + i, "i", count));
    }
    int outputs = label ? LABELS.length : 1;
    StringBuilder last = new StringBuilder();
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < outputs; i++) {
      last.append(neuron(random, "o" + i, "h", 3));
      result.append(
          "<NeuralOutput outputNeuron=\"o%s\"><DerivedField optype=\"continuous\" dataType=\"double\">%s</DerivedField></NeuralOutput>"
              .formatted(
                  i,
                  label
                      ? "<NormDiscrete field=\"y\" value=\"%s\"/>".formatted(LABELS[i])
                      : "<FieldRef field=\"y\"/>"));
    }
    String[] functions = {
      "logistic", "tanh", "rectifier", "identity", "Gauss", "Elliott", "arctan"
    };
    return """
    <NeuralNetwork functionName="%s" activationFunction="%s"><MiningSchema>%s</MiningSchema><NeuralInputs>%s</NeuralInputs>
    <NeuralLayer>%s</NeuralLayer><NeuralLayer activationFunction="identity"%s>%s</NeuralLayer><NeuralOutputs>%s</NeuralOutputs></NeuralNetwork>
    """
        .formatted(
            label ? "classification" : "regression",
            functions[random.nextInt(functions.length)],
            fields,
            inputs,
            hidden,
            label ? " normalizationMethod=\"softmax\"" : "",
            last,
            result);
  }

  private static String input(int number, String expression) {
    return "<NeuralInput id=\"i%s\"><DerivedField optype=\"continuous\" dataType=\"double\">%s</DerivedField></NeuralInput>"
        .formatted(number, expression);
  }

  private static String neuron(Random random, String id, String from, int count) {
    StringBuilder connections = new StringBuilder();
    for (int i = 0; i < count; i++) {
      connections.append("<Con from=\"%s%s\" weight=\"%s\"/>".formatted(from, i, decimal(random)));
    }
    return "<Neuron id=\"%s\" bias=\"%s\">%s</Neuron>".formatted(id, decimal(random), connections);
  }

  static String bayes(Random random, String fields) {
    StringBuilder pairs = new StringBuilder();
    for (String level : LEVELS) {
      pairs.append(
          "<PairCounts value=\"%s\"><TargetValueCounts>%s</TargetValueCounts></PairCounts>"
              .formatted(level, counts(random, 0)));
    }
    StringBuilder densities = new StringBuilder();
    for (String label : LABELS) {
      densities.append(
          "<TargetValueStat value=\"%s\"><GaussianDistribution mean=\"%s\" variance=\"%s\"/></TargetValueStat>"
              .formatted(label, decimal(random), 1 + random.nextInt(4)));
    }
    return """
    <NaiveBayesModel functionName="classification" threshold="0.001"><MiningSchema>%s</MiningSchema><BayesInputs>
    <BayesInput fieldName="k">%s</BayesInput><BayesInput fieldName="a"><TargetValueStats>%s</TargetValueStats></BayesInput></BayesInputs>
    <BayesOutput fieldName="y"><TargetValueCounts>%s</TargetValueCounts></BayesOutput></NaiveBayesModel>
    """
        .formatted(fields, pairs, densities, counts(random, 1));
  }

  private static String counts(Random random, int least) {
    StringBuilder all = new StringBuilder();
    for (String label : LABELS) {
      all.append(
          "<TargetValueCount value=\"%s\" count=\"%s\"/>"
              .formatted(label, least + random.nextInt(9)));
    }
    return all.toString();
  }

  static String clusters(Random random) {
    StringBuilder clusters = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      clusters.append(
          "<Cluster%s><Array type=\"real\">%s %s %s</Array></Cluster>"
              .formatted(
                  i < 2 ? "" : " id=\"c%s\"".formatted(i),
                  decimal(random),
                  decimal(random),
                  decimal(random)));
    }
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary><DataField name="a" optype="continuous" dataType="double"/>
    <DataField name="b" optype="continuous" dataType="double"/><DataField name="k" optype="categorical" dataType="string"/></DataDictionary>
    <ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="4">
    <MiningSchema><MiningField name="a"/><MiningField name="b" missingValueReplacement="1"/><MiningField name="k"/></MiningSchema>
    <LocalTransformations><DerivedField name="n" optype="continuous" dataType="double"><NormDiscrete field="k" value="red"/></DerivedField></LocalTransformations>
    <ComparisonMeasure kind="distance" compareFunction="absDiff"><%s/></ComparisonMeasure>
    <ClusteringField field="a"/><ClusteringField field="b" fieldWeight="2"/><ClusteringField field="n"/>%s</ClusteringModel></PMML>
    """
        .formatted(
            new String[] {"euclidean", "squaredEuclidean", "cityBlock"}[random.nextInt(3)],
            clusters);
  }

  private static String decimal(Random random) {
    return String.format(Locale.ROOT, "%.3f", Math.round(random.nextGaussian() * 16) / 8.0);
  }
}
