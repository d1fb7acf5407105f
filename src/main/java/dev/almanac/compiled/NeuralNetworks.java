package dev.almanac.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.NormDiscrete;
import org.dmg.pmml.OpType;
import org.dmg.pmml.neural_network.Connection;
import org.dmg.pmml.neural_network.NeuralInput;
import org.dmg.pmml.neural_network.NeuralLayer;
import org.dmg.pmml.neural_network.NeuralNetwork;
import org.dmg.pmml.neural_network.NeuralOutput;
import org.dmg.pmml.neural_network.Neuron;

/** Compiles NeuralNetwork: layers of weighted sums with activation functions. */
final class NeuralNetworks {
  private final Compiler compiler;
  private final Scope scope;
  private final NeuralNetwork model;
  private final Target target;
  private final Map<String, Integer> neurons = new HashMap<>();
  private boolean nullable;

  private NeuralNetworks(Scope scope) {
    this.compiler = scope.compiler();
    this.scope = scope;
    this.model = (NeuralNetwork) scope.model();
    this.target = scope.target();
    if (TreeModels.isOfFloats(scope)) {
      throw new UnsupportedException("a network of floats");
    }
  }

  static Result compile(Scope scope) {
    return new NeuralNetworks(scope).compile();
  }

  private Result compile() {
    List<Integer> inputs = new ArrayList<>();
    for (NeuralInput input : model.requireNeuralInputs().requireNeuralInputs()) {
      Value value = Expressions.derived(scope, input.requireDerivedField());
      if (value.isText()) {
        throw new UnsupportedException("a text as a number, at NeuralInput");
      }
      nullable |= value.nullable();
      inputs.add(value.register());
      neurons.put(input.requireId(), value.register());
    }
    for (NeuralLayer layer : model.requireNeuralLayers()) {
      layer(layer);
    }
    return model.requireMiningFunction() == MiningFunction.REGRESSION
        ? number(inputs)
        : label(inputs);
  }

  private void layer(NeuralLayer layer) {
    NeuralNetwork.ActivationFunction function =
        layer.getActivationFunction() == null
            ? model.requireActivationFunction()
            : layer.getActivationFunction();
    NeuralNetwork.NormalizationMethod normalization =
        layer.getNormalizationMethod() == null
            ? model.getNormalizationMethod()
            : layer.getNormalizationMethod();
    Number threshold = layer.getThreshold() == null ? model.getThreshold() : layer.getThreshold();
    if (layer.getLeakage() != null || model.getLeakage() != null) {
      throw new UnsupportedException("a leakage, at NeuralLayer");
    }
    Activation activation = activation(function);
    List<Neuron> members = layer.requireNeurons();
    int[][] from = new int[members.size()][];
    double[][] weights = new double[from.length][];
    double[] biases = new double[from.length];
    int[] to = new int[from.length];
    for (int i = 0; i < from.length; i++) {
      List<Connection> connections = members.get(i).requireConnections();
      from[i] = new int[connections.size()];
      weights[i] = new double[from[i].length];
      for (int j = 0; j < from[i].length; j++) {
        Integer source = neurons.get(connections.get(j).requireFrom());
        if (source == null) {
          throw new UnsupportedException("a connection from nowhere, at Neuron");
        }
        from[i][j] = source;
        weights[i][j] = connections.get(j).requireWeight().doubleValue();
      }
      Number bias = members.get(i).getBias();
      biases[i] = bias == null ? 0 : bias.doubleValue();
      to[i] = compiler.register();
    }
    double limit = threshold == null ? 0 : threshold.doubleValue();
    compiler.add(words -> new NeuronLayer(from, weights, biases, to, activation, limit));
    for (int i = 0; i < to.length; i++) {
      neurons.put(members.get(i).requireId(), to[i]);
    }
    switch (normalization) {
      case NONE -> {}
      case SIMPLEMAX, SOFTMAX -> {
        Normalizer.Kind kind =
            normalization == NeuralNetwork.NormalizationMethod.SOFTMAX
                ? Normalizer.Kind.SOFTMAX
                : Normalizer.Kind.SHARES;
        Normalizer normalizer = new Normalizer(kind, Link.NONE);
        compiler.add(words -> new NormalizedLayer(normalizer, to));
      }
    }
  }

  private static Activation activation(NeuralNetwork.ActivationFunction function) {
    return switch (function) {
      case THRESHOLD -> Activation.THRESHOLD;
      case LOGISTIC -> Activation.LOGISTIC;
      case TANH -> Activation.TANH;
      case IDENTITY -> Activation.IDENTITY;
      case EXPONENTIAL -> Activation.EXPONENTIAL;
      case RECIPROCAL -> Activation.RECIPROCAL;
      case SQUARE -> Activation.SQUARE;
      case GAUSS -> Activation.GAUSS;
      case SINE -> Activation.SINE;
      case COSINE -> Activation.COSINE;
      case ELLIOTT -> Activation.ELLIOTT;
      case ARCTAN -> Activation.ARCTAN;
      case RECTIFIER -> Activation.RECTIFIER;
      default ->
          throw new UnsupportedException(
              "the activation function '%s', at NeuralLayer".formatted(function.value()));
    };
  }

  private Result number(List<Integer> inputs) {
    List<NeuralOutput> outputs = model.requireNeuralOutputs().requireNeuralOutputs();
    if (outputs.size() != 1 || !(expression(outputs.get(0)) instanceof FieldRef)) {
      throw new UnsupportedException("other than one plain output, at NeuralOutputs");
    }
    int from = neuron(outputs.get(0));
    int[] looked = inputs.stream().mapToInt(Integer::intValue).toArray();
    int to = compiler.register();
    compiler.add(words -> new NetworkOutput(looked, from, target, to));
    return new Result.Numeric(Value.of(to, target.type(), OpType.CONTINUOUS, nullable));
  }

  private Result label(List<Integer> inputs) {
    List<String> labels = new ArrayList<>();
    List<Integer> probabilities = new ArrayList<>();
    for (NeuralOutput output : model.requireNeuralOutputs().requireNeuralOutputs()) {
      if (!(expression(output) instanceof NormDiscrete norm)
          || !target.name().equals(java.util.Optional.of(norm.requireField()))) {
        throw new UnsupportedException("an output that is no label, at NeuralOutput");
      }
      String label = target.label(norm.requireValue());
      if (labels.contains(label)) {
        throw new UnsupportedException("two outputs of one label, at NeuralOutputs");
      }
      labels.add(label);
      probabilities.add(neuron(output));
    }
    int[] looked = inputs.stream().mapToInt(Integer::intValue).toArray();
    int[] from = probabilities.stream().mapToInt(Integer::intValue).toArray();
    int[] own = new int[from.length];
    Arrays.setAll(own, i -> compiler.register());
    for (int i = 0; i < from.length; i++) {
      int source = from[i];
      int copy = own[i];
      compiler.add(words -> new NetworkOutput(looked, source, TreeModels.PLAIN, copy));
    }
    int to = compiler.register();
    compiler.add(words -> new ArgMax(own, to));
    return new Result.Label(List.copyOf(labels), to, Arrays.stream(own).boxed().toList(), nullable);
  }

  private int neuron(NeuralOutput output) {
    Integer neuron = neurons.get(output.requireOutputNeuron());
    if (neuron == null) {
      throw new UnsupportedException("an output of no neuron, at NeuralOutput");
    }
    return neuron;
  }

  /** The expression of an output, given directly or by the name of a derived field. */
  private Expression expression(NeuralOutput output) {
    Expression expression = output.requireDerivedField().requireExpression();
    if (!(expression instanceof FieldRef ref)) {
      return expression;
    }
    if (compiler.dataField(ref.requireField()).isPresent()) {
      return expression;
    }
    if (model.getLocalTransformations() != null) {
      for (DerivedField field : model.getLocalTransformations().getDerivedFields()) {
        if (field.requireName().equals(ref.requireField())) {
          return field.requireExpression();
        }
      }
    }
    return compiler
        .derivedField(ref.requireField())
        .map(DerivedField::requireExpression)
        .orElseThrow(() -> new UnsupportedException("an output of no field, at NeuralOutput"));
  }
}
