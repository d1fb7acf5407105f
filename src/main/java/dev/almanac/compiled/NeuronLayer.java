package dev.almanac.compiled;

import java.util.Arrays;

/**
 * Evaluates a layer of neurons: a weighted sum of registers and an activation function for each.
 */
final class NeuronLayer implements Step {
  private final int[][] from;
  private final double[][] weights;
  private final double[] biases;
  private final int[] to;
  private final Activation activation;
  private final double threshold;

  NeuronLayer(
      int[][] from,
      double[][] weights,
      double[] biases,
      int[] to,
      Activation activation,
      double threshold) {
    this.from = from;
    this.weights = weights;
    this.biases = biases;
    this.to = to;
    this.activation = activation;
    this.threshold = threshold;
  }

  @Override
  public void run(VectorRegisters lanes) {
    for (int neuron = 0; neuron < to.length; neuron++) {
      double[] sums = lanes.values[to[neuron]];
      Arrays.fill(sums, 0);
      for (int i = 0; i < from[neuron].length; i++) {
        double weight = weights[neuron][i];
        double[] values = lanes.values[from[neuron][i]];
        for (int row = 0; row < lanes.rows; row++) {
          sums[row] += weight * values[row];
        }
      }
      for (int row = 0; row < lanes.rows; row++) {
        sums[row] = activation.apply(sums[row] + biases[neuron], threshold);
      }
    }
  }

  @Override
  public long bytes() {
    return Arrays.stream(weights).mapToLong(row -> 12L * row.length + 32).sum();
  }
}
